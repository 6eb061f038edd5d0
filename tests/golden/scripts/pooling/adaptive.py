import torch
import torch.nn.functional as F

x = torch.tensor([[1.0, 2.0, 3.0, 4.0, 5.0]], requires_grad=True)
y = F.adaptive_avg_pool1d(x, 3)
print(y)
y.sum().backward()
print(x.grad)
print(F.adaptive_max_pool1d(x, 2, return_indices=True))
image = torch.arange(6.0).reshape(1, 2, 3).requires_grad_()
for size in (1, (1, 3), (None, 1), 2):
    z = F.adaptive_avg_pool2d(image, size)
    print(size, z, z.grad_fn.name())
print(F.adaptive_max_pool2d(image, (1, 2)).grad_fn.name())
