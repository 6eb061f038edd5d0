import torch
from torch.func import grad
w = torch.tensor(3.0, requires_grad=True)
def f(x):
    print(w, w * x)
    print(x, x * 2)
    return (w * x).sum()
print(grad(f)(torch.tensor([1.0, 2.0])))
print(grad(f)(torch.tensor([1.0, 2.0], requires_grad=True)))
with torch.no_grad():
    print(grad(f)(torch.tensor([1.0, 2.0])))
