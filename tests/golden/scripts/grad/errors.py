import torch
x = torch.tensor([1.0, 2.0], requires_grad=True)
y = x * 2
try:
    torch.autograd.grad(y, x)
except RuntimeError as e:
    print(e)
try:
    torch.autograd.grad(y, x, torch.ones(3))
except RuntimeError as e:
    print(e)
c = torch.tensor(1.0)
try:
    torch.autograd.grad(c * 2, x)
except RuntimeError as e:
    print(e)
try:
    torch.autograd.grad([y, y], x, [torch.ones(2)])
except RuntimeError as e:
    print(e)
