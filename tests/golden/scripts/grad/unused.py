import torch
x = torch.tensor(1.0, requires_grad=True)
y = torch.tensor(2.0, requires_grad=True)
z = x * 3
try:
    torch.autograd.grad(z, [x, y])
except RuntimeError as e:
    print(e)
z = x * 3
print(torch.autograd.grad(z, [x, y], allow_unused=True))
z = x * 3
print(torch.autograd.grad(z, [x, y], materialize_grads=True))
try:
    torch.autograd.grad(x * 3, torch.tensor(5.0))
except RuntimeError as e:
    print(e)
