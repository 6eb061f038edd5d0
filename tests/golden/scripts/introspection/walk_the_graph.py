import torch

x = torch.tensor([1.0, 2.0], requires_grad=True)
w = torch.tensor([3.0, 4.0], requires_grad=True)
loss = ((x * w).exp() + (x - w).sum() * w[0]).mean()


def walk(fn, depth):
    print("  " * depth + fn.name())
    for inner, number in fn.next_functions:
        if inner is not None:
            walk(inner, depth + 1)


walk(loss.grad_fn, 0)
seen = set()
queue = [loss.grad_fn]
while queue:
    fn = queue.pop()
    if fn not in seen:
        seen.add(fn)
        queue.extend(f for f, _ in fn.next_functions if f is not None)
print(len(seen))
