import torch
x = torch.tensor(1.0, requires_grad=True)
a = x.sin()
b = a.cos()
c = a.exp()
b.backward(retain_graph=True)
c.backward()
print(x.grad)
try:
    torch.autograd.grad(b, x)
except RuntimeError as e:
    print(str(e)[:40])
print(torch.autograd.grad(a.detach().requires_grad_() * 2 + x, x))
