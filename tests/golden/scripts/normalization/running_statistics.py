import torch
import torch.nn.functional as F

mean, var = torch.zeros(1), torch.ones(1)
x = torch.tensor([[1.0], [3.0]])
F.batch_norm(x, mean, var, training=True)
print(mean, var)
F.batch_norm(x, mean, var, training=True, momentum=1.0)
print(mean, var)
print(mean._version, var._version)
y = F.batch_norm(x.requires_grad_(), mean, var, eps=2.0)
print(y, mean, var)
y.sum().backward()
print(x.grad)
