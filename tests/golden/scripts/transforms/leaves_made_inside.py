import torch
from torch.func import grad, jacrev, vjp
x = torch.tensor([1.0, 2.0])
def with_leaf(x):
    w = torch.ones(2, requires_grad=True)
    print(w.requires_grad, w.is_leaf, (x * w).requires_grad)
    return (x * w).sum()
def with_parameter(x):
    return (x * torch.nn.Parameter(torch.ones(2))).sum()
def with_flag(x):
    y = torch.ones(2)
    y.requires_grad = True
    print(y)
    return (x * y).sum()
for f in (with_leaf, with_parameter, with_flag):
    print(grad(f)(x), jacrev(f)(x))
    print(grad(lambda x: grad(f)(x).sum())(x))
    out, pull = vjp(f, x)
    print(out, pull(torch.tensor(1.0)))
