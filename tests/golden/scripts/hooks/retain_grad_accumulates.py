import torch
x = torch.tensor(2.0, requires_grad=True)
y = x ** 2
y.retain_grad()
z = y * 3
z.backward(retain_graph=True)
print(y.grad, x.grad)
z.backward()
print(y.grad, x.grad)
try:
    torch.tensor(1.0).retain_grad()
except RuntimeError as e:
    print(e)
x.retain_grad()
print(x.retains_grad)
