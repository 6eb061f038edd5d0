import torch
from torch.autograd import gradcheck, gradgradcheck

seen = []
def f(x):
    seen.append([round(v, 3) for v in x.tolist()])
    return x * 2
x = torch.tensor([1.0, 2.0], dtype=torch.float64, requires_grad=True)
print(gradcheck(f, x, eps=0.125))
print(len(seen), seen)
