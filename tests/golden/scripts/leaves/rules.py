import torch
x = torch.tensor([1.0, 2.0], requires_grad=True)
y = torch.tensor([1.0, 2.0])
z = x * y
print(x.is_leaf, y.is_leaf, z.is_leaf, (y * 2).is_leaf)
print(x.requires_grad, y.requires_grad, z.requires_grad)
print(x.grad_fn, y.grad_fn, z.grad_fn.name())
d = z.detach()
print(d.is_leaf, d.requires_grad, d)
c = z.clone()
print(c.is_leaf, c.grad_fn.name())
