import torch
x = torch.tensor(1.0, dtype=torch.float64, requires_grad=True)
y = x
for i in range(3000):
    y = y * 1.0005 + 0.0001
y.backward()
print(y, x.grad)
z = x
for i in range(1500):
    z = z + x
z.backward()
print(z, x.grad)
