import torch
import torch.nn.functional as F

x = torch.tensor([[4.0, 8.0, 12.0]], requires_grad=True)
print(F.avg_pool1d(x, 2, stride=1, padding=1))
print(F.avg_pool1d(x, 2, stride=1, padding=1, count_include_pad=False))
print(F.avg_pool1d(x, 2, ceil_mode=True))
y = F.avg_pool2d(x.view(1, 1, 3), (1, 2), divisor_override=4)
print(y, y.grad_fn.name())
y.sum().backward()
print(x.grad)
