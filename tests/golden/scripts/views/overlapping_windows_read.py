import torch
x = torch.tensor([1.0, 2.0, 3.0, 4.0], requires_grad=True)

y = x * 1
windows = y.unfold(0, 2, 1)
y.mul_(2)
print(windows, windows.grad_fn.name())
windows.sum().backward()
print(x.grad)
