import torch
import torch.nn.functional as F

x = torch.tensor([[[[1.0, 2.0, 5.0, 3.0], [4.0, 0.0, 1.0, 2.0]]]], requires_grad=True)
y = F.max_pool2d(x, 2)
print(y, y.grad_fn.name())
y.backward(torch.tensor([[[[10.0, 20.0]]]]))
print(x.grad)
values, at = F.max_pool2d(x, 2, return_indices=True)
print(values, at)
