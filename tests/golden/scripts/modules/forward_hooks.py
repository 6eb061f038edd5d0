import torch
from torch import nn

layer = nn.Linear(1, 1, bias=False)
with torch.no_grad():
    layer.weight.fill_(2.0)


def before(module, args):
    print("before", type(module).__name__, args)
    return args[0] + 1


def after(module, args, output):
    print("after", args, output)
    return output * 10


first = layer.register_forward_pre_hook(before)
second = layer.register_forward_hook(after)
y = layer(torch.tensor([3.0]))
print(y)
y.backward()
print(layer.weight.grad)
first.remove()
print(layer(torch.tensor([3.0])))
second.remove()
print(layer(torch.tensor([3.0])))
second.remove()
