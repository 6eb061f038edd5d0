import torch
import copy
x = torch.tensor([1.0, 2.0], requires_grad=True)
y = copy.deepcopy(x)
print(y, y.is_leaf, y is x)
(y * 2).sum().backward()
print(x.grad, y.grad)
z = x.clone().detach().requires_grad_(True)
print(z, z.is_leaf)
try:
    copy.deepcopy(x * 2)
except RuntimeError as e:
    print(str(e).split('.')[0])
