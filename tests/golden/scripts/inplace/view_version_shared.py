import torch
a = torch.zeros(3)
b = a[1:]
c = a.view(3, 1)
b += 1
c[0] = 7
print(a, b._version, a._version, c._version)
d = a.detach()
d[2] = 5
print(a, d._version, a._version)
print(b._base is a, a._base)
