import torch
x = torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]], requires_grad=True)

y = x * 1
y.narrow(1, 1, 2).select(0, 1).mul_(y.narrow(1, 0, 2).select(0, 0).clone())
print(y)
y.sum().backward()
print(x.grad)
