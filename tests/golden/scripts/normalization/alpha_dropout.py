import torch
import torch.nn.functional as F

torch.manual_seed(0)
x = torch.zeros(6, requires_grad=True)
y = F.alpha_dropout(x, 0.5, training=True)
print(y, y.grad_fn.name())
y.sum().backward()
print(x.grad)
print(F.alpha_dropout(x, 0.5) is x)
print(F.feature_alpha_dropout(torch.ones(2, 3, 2), 0.5, training=True))
try:
    F.alpha_dropout(x, 1.5)
except ValueError as e:
    print(e)
