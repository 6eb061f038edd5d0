import torch
from torch.autograd import gradcheck, gradgradcheck

torch.manual_seed(3)
seen = []
def f(x):
    y = x ** 3
    y.register_hook(lambda g: seen.append(g.detach().clone()))
    return y
x = torch.tensor([[1.0, 2.0], [3.0, 4.0]], dtype=torch.float64, requires_grad=True)
print(gradgradcheck(f, x))
print(seen[0], seen[0].shape)
seen.clear()
print(gradgradcheck(f, x, gen_non_contig_grad_outputs=True))
print(seen[0])
