import torch
x = torch.tensor([3.0, -2.0], requires_grad=True)
v = torch.zeros(2)
for i in range(30):
    f = x[0] ** 2 + 5 * x[1] ** 2
    f.backward()
    v = 0.8 * v - 0.05 * x.grad
    with torch.no_grad():
        x += v
    x.grad.zero_()
    if i % 10 == 9:
        print(i + 1, x, f'{f:.4f}')
