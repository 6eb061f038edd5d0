import torch
x = torch.arange(24.0).reshape(2, 3, 4).requires_grad_()
print(x.transpose(0, 2).shape, x.permute(2, 0, 1).shape, x.transpose(-1, -2).shape)
y = x.permute(2, 0, 1)
print(y.stride(), x.stride(), y.grad_fn.name())
w = torch.arange(24.0).reshape(4, 2, 3)
(y * w).sum().backward()
print(x.grad)
try:
    x.t()
except RuntimeError as e:
    print(e)
m = torch.tensor([[1, 2], [3, 4]])
print(m.T, m.t(), torch.tensor([1, 2]).t())
try:
    x.permute(0, 1)
except RuntimeError as e:
    print(e)
