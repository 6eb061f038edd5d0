import torch
from torch import nn

layer = nn.Linear(2, 1, bias=False)
with torch.no_grad():
    layer.weight.copy_(torch.tensor([[1.0, 2.0]]))
x = torch.tensor([[3.0, 4.0]], requires_grad=True)


def pre(module, grad_output):
    print("pre", grad_output)
    return (grad_output[0] * 2,)


layer.register_full_backward_pre_hook(pre)
layer.register_full_backward_pre_hook(lambda m, g: print("first", g), prepend=True)
layer.register_full_backward_hook(lambda m, gi, go: print("hook", gi, go))
layer(x).sum().backward()
print(x.grad, layer.weight.grad)
