import torch
import torch.nn.functional as F

x = torch.tensor([[1.0, 9.0, 2.0, 3.0, 3.0]], requires_grad=True)
y = F.max_pool1d(x, 3, stride=1)
print(y, y.grad_fn.name(), y.grad_fn.next_functions[0][0].name())
y.sum().backward()
print(x.grad)
print(F.max_pool1d(x, 2, stride=2, padding=1))
print(F.max_pool1d(x, 2, dilation=2, stride=1))
print(F.max_pool1d(x, 2, ceil_mode=True), F.max_pool1d(x, 2).shape)
