import torch
x = torch.arange(12.0).reshape(3, 4).requires_grad_()
print(x[0], x[-1, -1], x[1:], x[:, 1], x[::2, ::3], x[..., 0], x[None].shape, x[:, None].shape, sep='\n')
y = x[1:, :2]
(y * torch.tensor([[1.0, 2.0], [3.0, 4.0]])).sum().backward()
print(x.grad)
print(x[0].grad_fn.name(), x[1:].grad_fn.name(), x[None].grad_fn.name())
