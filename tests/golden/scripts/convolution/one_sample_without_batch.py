import torch
import torch.nn.functional as F

x = torch.arange(9.0).reshape(1, 3, 3).requires_grad_()
w = torch.tensor([[[[1.0, 0.0], [0.0, -1.0]]]])
y = F.conv2d(x, w)
print(y)
print(y.grad_fn.name(), y.grad_fn.next_functions[0][0].name())
print(y.grad_fn.next_functions[0][0].next_functions[0][0].name())
y.pow(2).sum().backward()
print(x.grad)
try:
    F.conv2d(x[0], w)
except RuntimeError as e:
    print(str(e).split("\n")[0])
