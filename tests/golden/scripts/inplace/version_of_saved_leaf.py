import torch
w = torch.tensor([2.0], requires_grad=True)
x = torch.tensor([3.0], requires_grad=True)
y = w * x
with torch.no_grad():
    w += 1
try:
    y.backward()
except RuntimeError as e:
    print(e)
z = w + x
with torch.no_grad():
    w += 1
z.backward()
print(w.grad, x.grad)
