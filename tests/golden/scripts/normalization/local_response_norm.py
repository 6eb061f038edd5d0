import torch
import torch.nn.functional as F

x = torch.tensor([[[1.0], [2.0], [3.0]]], requires_grad=True)
y = F.local_response_norm(x, 2, alpha=1.0, beta=1.0)
print(y, y.grad_fn.name())
y.sum().backward()
print(x.grad)
try:
    F.local_response_norm(x[0], 2)
except ValueError as e:
    print(e)
