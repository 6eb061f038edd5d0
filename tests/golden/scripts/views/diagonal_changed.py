import torch
x = torch.tensor([[1.0, 2.0], [3.0, 4.0]], requires_grad=True)
y = x * 2
y.diagonal().mul_(torch.tensor([10.0, 100.0]))
print(y, y.grad_fn.name())
y.sum().backward()
print(x.grad)
