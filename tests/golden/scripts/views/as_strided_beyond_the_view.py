import torch
x = torch.arange(6.0)
v = x[2:4]
print(v.as_strided((2,), (1,)))
print(v.as_strided((2,), (1,), 0))
print(v.as_strided((3,), (2,), 1))
v.as_strided((6,), (1,), 0).mul_(2)
print(x, v, v._version)
