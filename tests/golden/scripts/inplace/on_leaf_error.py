import torch
x = torch.tensor([1.0, 2.0], requires_grad=True)
try:
    x += 1
except RuntimeError as e:
    print(e)
try:
    x[0] = 5
except RuntimeError as e:
    print(e)
try:
    x.view(2)[0] = 1
except RuntimeError as e:
    print(e)
with torch.no_grad():
    x += 1
    x[0] = 10
print(x, x.is_leaf, x.requires_grad, x._version)
