import torch

x = torch.tensor([1.0, 2.0], requires_grad=True)
a = x * 2
b = a * 3
c = b * 4
for name, t in {"a": a, "b": b, "c": c}.items():
    t.register_hook(lambda g, name=name: print(name, g))
x.register_hook(lambda g: print("x", g))
print(torch.autograd.grad(c.sum(), b, retain_graph=True))
print(torch.autograd.grad(c.sum(), [b, a], retain_graph=True))
c.sum().backward(inputs=[b], retain_graph=True)
print(b.grad, x.grad)
