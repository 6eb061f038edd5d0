import torch
x = torch.tensor([1.0, 2.0], requires_grad=True)
d = x.double()
print(d, d.is_leaf, x.float() is x, x.to(torch.float32) is x)
d.sum().backward()
print(x.grad, x.grad.dtype, d.grad_fn.name())
y = torch.rand(2, requires_grad=True) * 10
print(y.is_leaf)
