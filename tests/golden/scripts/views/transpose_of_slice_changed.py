import torch
x = torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]], requires_grad=True)

y = x * 1
v = y[:, 1:].t()
v += torch.tensor([[10.0, 20.0], [30.0, 40.0]])
print(y)
(y * torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])).sum().backward()
print(x.grad, v)
