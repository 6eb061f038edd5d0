import torch
A = torch.tensor([[1.0, 2.0], [3.0, 4.0]], requires_grad=True)
x = torch.tensor([1.0, -1.0], requires_grad=True)
q = x @ A @ x
g, = torch.autograd.grad(q, x, create_graph=True)
print(q, g)
H = torch.stack([torch.autograd.grad(g[i], x, retain_graph=True)[0] for i in range(2)])
print(H)
m, = torch.autograd.grad(g.sum(), A)
print(m)
