import torch
def f(v):
    return v[0] ** 2 * v[1] + torch.sin(v[2]) * v[0]
x = torch.tensor([1.0, 2.0, 0.5], dtype=torch.float64, requires_grad=True)
g, = torch.autograd.grad(f(x), x, create_graph=True)
H = torch.stack([torch.autograd.grad(gi, x, retain_graph=True)[0] for gi in g])
print(g)
print(H)
print(torch.allclose(H, H.t()))
