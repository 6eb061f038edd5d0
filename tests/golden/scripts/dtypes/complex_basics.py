import torch
z = torch.tensor([1 + 2j, 3 - 1j])
print(z, z.dtype)
print(z * z, z.abs(), z + 1, z - z, z / 2)
x = torch.tensor([1.0, 2.0], requires_grad=True)
y = (x * (1 + 1j)).abs().sum()
y.backward()
print(y, x.grad)
try:
    z < z
except RuntimeError as e:
    print(str(e).split('\n')[0])
