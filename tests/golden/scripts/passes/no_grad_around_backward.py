import torch

x = torch.tensor([1.0, 2.0], requires_grad=True)
y = (x**3).sum()
with torch.no_grad():
    y.backward(retain_graph=True)
    print(x.grad, x.grad.requires_grad)
    (g,) = torch.autograd.grad(y, x, create_graph=True)
print(g)
print(torch.autograd.grad(g.sum(), x))
