import torch
x = torch.tensor(2.0, requires_grad=True)
with torch.no_grad():
    y = x * 2
    print(y, y.requires_grad, y.grad_fn, torch.is_grad_enabled())
z = x * 2
print(z.requires_grad, torch.is_grad_enabled())
try:
    y.backward()
except RuntimeError as e:
    print(e)
