import torch
x = torch.tensor(2.0, requires_grad=True)
y = x + 3
y.backward()
y.backward()
print(x.grad)
z = -(x + 1) - 5
z.backward()
z.backward()
print(x.grad)
v = x.view(1).expand(3).sum()
v.backward()
v.backward()
print(x.grad)
w = (x + 1) * 2
w.backward()
try:
    w.backward()
except RuntimeError as e:
    print('mul by a number:', str(e).split('(')[0])
