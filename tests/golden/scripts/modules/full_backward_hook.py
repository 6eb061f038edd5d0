import torch
from torch import nn

layer = nn.Linear(2, 1, bias=False)
with torch.no_grad():
    layer.weight.copy_(torch.tensor([[1.0, 2.0]]))
x = torch.tensor([[3.0, 4.0]], requires_grad=True)


def hook(module, grad_input, grad_output):
    print("hook", type(module).__name__, grad_input, grad_output)
    return (grad_input[0] * 10,)


handle = layer.register_full_backward_hook(hook)
y = layer(x)
print(y.grad_fn, y.grad_fn.next_functions[0][0])
(3 * y).sum().backward()
print(x.grad, layer.weight.grad)
handle.remove()
x.grad = None
y = layer(x)
print(y.grad_fn)
y.sum().backward()
print(x.grad)
