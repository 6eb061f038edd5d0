import torch
x = torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]], requires_grad=True)

y = x * 1
v = y[:1]
v.t_()
print(v.shape, v.grad_fn.name(), y.grad_fn.name(), y.shape)
v.mul_(2)
print(v, y, y.grad_fn.name())
