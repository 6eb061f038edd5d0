import torch
import torch.nn.functional as F

torch.manual_seed(3)
x = torch.ones(2, 3, 2, 2, requires_grad=True)
y = F.dropout2d(x, 0.5)
print(y[:, :, 0, 0], y.grad_fn.name())
y.sum().backward()
print(x.grad[:, :, 1, 1])
print(F.dropout1d(torch.ones(3, 2), 0.5))
print(F.dropout3d(torch.ones(1, 3, 1, 1, 1), 0.5).flatten())
print(F.dropout2d(x, 0.5, training=False) is x)
try:
    F.dropout1d(torch.ones(3))
except RuntimeError as e:
    print(e)
