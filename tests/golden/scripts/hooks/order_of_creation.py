import torch
x = torch.tensor(1.0, requires_grad=True)
b = x * 2
a = x * 3
c = x * 4
s = a + b + c
for n, t in {'a': a, 'b': b, 'c': c, 's': s, 'x': x}.items():
    t.register_hook(lambda g, n=n: print(n, g.item()))
s.backward()
