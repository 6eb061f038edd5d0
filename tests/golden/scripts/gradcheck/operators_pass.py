import torch
from torch.autograd import gradcheck, gradgradcheck

def leaf(*shape):
    return torch.rand(shape, dtype=torch.float64).add(0.5).requires_grad_()
x, y = leaf(2, 3), leaf(3)
for f in (torch.sin, torch.exp, torch.log, torch.tanh, torch.sigmoid, torch.sqrt):
    print(gradcheck(f, x), gradgradcheck(f, x))
print(gradcheck(lambda x, y: x * y + x / y, (x, y)), gradgradcheck(lambda x, y: x * y, (x, y)))
print(gradcheck(lambda x: x.sum(1), (x,)), gradcheck(lambda x: x.t().contiguous(), [x]))
print(gradcheck(torch.matmul, (x, y)), gradgradcheck(torch.matmul, (x, y)))
