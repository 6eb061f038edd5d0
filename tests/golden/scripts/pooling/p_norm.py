import torch
import torch.nn.functional as F

x = torch.tensor([[3.0, 4.0, 0.0, 0.0]], requires_grad=True)
y = F.lp_pool1d(x, 2, 2)
print(y, y.grad_fn.name())
y[0, 0].backward()
print(x.grad)
print(F.lp_pool2d(torch.ones(1, 2, 2), 1, 2))
