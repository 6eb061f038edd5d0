import torch
x = torch.tensor([[1.0, 2.0], [3.0, 4.0]], requires_grad=True)
y = x * 1
torch.view_as_complex(y).mul_(1j)
print(y, y.grad_fn.name())
(y * torch.tensor([[1.0, 10.0], [100.0, 1000.0]])).sum().backward()
print(x.grad)
