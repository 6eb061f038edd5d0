import torch
from torch.autograd.graph import register_multi_grad_hook

a = torch.tensor([1.0, 2.0], requires_grad=True)
b = a * 2
c = b * b
for name, t in {"a": a, "b": b, "c": c}.items():
    t.register_hook(lambda g, name=name: print(name, g))
register_multi_grad_hook([c, b, a], lambda gs: print("all", [g.tolist() for g in gs]))
register_multi_grad_hook([b, c], lambda gs: print("b and c", [g.tolist() for g in gs]))
register_multi_grad_hook([c, b], lambda g: print("any", g), mode="any")
a.register_hook(lambda g: g * 100)
c.sum().backward()
print(a.grad)
