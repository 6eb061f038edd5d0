import torch
from torch.autograd.functional import jacobian

x = torch.tensor([1.0, 2.0], requires_grad=True)
def f(y):
    print(y, y is x, y.is_leaf, y.requires_grad, torch.is_grad_enabled())
    return y * 2
jacobian(f, x)
jacobian(f, x, create_graph=True)
jacobian(f, torch.tensor([1.0, 2.0]), create_graph=True)
with torch.no_grad():
    jacobian(f, x)
