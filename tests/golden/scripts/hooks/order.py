import torch
x = torch.tensor(3.0, requires_grad=True)
a = x + 1
b = 2 * x
c = a * b
d = c.sin()
for name, t in [('x', x), ('a', a), ('b', b), ('c', c), ('d', d)]:
    t.register_hook(lambda g, name=name: print(name, g))
d.backward()
print(x.grad)
