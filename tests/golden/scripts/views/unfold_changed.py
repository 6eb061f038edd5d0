import torch
x = torch.tensor([1.0, 2.0, 3.0, 4.0], requires_grad=True)

y = x * 1
windows = y.unfold(0, 2, 2)
windows[1] += 10
print(y, windows)
y.sum().backward()
print(x.grad)
