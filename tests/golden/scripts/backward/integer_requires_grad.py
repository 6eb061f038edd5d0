import torch
try:
    torch.tensor(3, requires_grad=True)
except RuntimeError as e:
    print(e)
try:
    torch.tensor([True]).requires_grad_()
except RuntimeError as e:
    print(e)
x = torch.tensor([1.5], requires_grad=True)
y = x.int()
print(y, y.requires_grad, x.long(), (x > 1).requires_grad)
