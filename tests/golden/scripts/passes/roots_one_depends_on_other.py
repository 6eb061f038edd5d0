import torch

x = torch.tensor([1.0, 2.0], requires_grad=True)
a = x * 2
a.register_hook(lambda g: print("a", g))
b = (a * a).sum()
b.register_hook(lambda g: print("b", g))
torch.autograd.backward([b, a], [None, torch.tensor([100.0, 200.0])])
print(x.grad)
c = x.exp()
d = c * c
print(torch.autograd.grad([d.sum(), c.sum()], [c, d]))
