import torch
x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
total = 0
for i, v in enumerate(x):
    if i == 0:
        continue
    elif v > 2.5:
        total += v * 2
    else:
        total += v ** 2
else:
    print('done', total)
while (total := total / 2) > 1:
    pass
a, *rest = [total, 1, 2]
print(a, rest, *['p', 'q'], sep=', ', end='.\n')
d = {k: v.item() for k, v in zip('abc', x)}
print(d, sorted(d.items(), key=lambda p: -p[1]), {1, 2} | {2, 3}, any([v > 2 for v in x]))
total.backward()
print(x.grad)
print(x.grad[1] if x.grad is not None else 'none', 1 < len(rest) < 3, not [], 5 // 2, -7 % 3, 2 ** 10, 0.1 + 0.2, 1e10, 7 / 2, round(2.675, 2), 1_000)
