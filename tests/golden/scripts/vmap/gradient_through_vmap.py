import torch

x = torch.tensor([[1.0, 2.0], [3.0, 4.0]], requires_grad=True)
w = torch.tensor([2.0, 3.0], requires_grad=True)
y = torch.vmap(lambda r: (w * r * r).sum())(x)
print(y)
y.sum().backward()
print(x.grad)
print(w.grad)
z = torch.vmap(lambda c: c * 2, in_dims=1, out_dims=1)(x)
print(z.grad_fn.name(), z.is_leaf)
print(torch.autograd.grad(torch.vmap(torch.sin)(x).sum(), x, create_graph=True)[0].grad_fn.name())
