import torch
x = torch.tensor([1.0, 2.0, 3.0, 4.0], requires_grad=True)

y = x * 1
v = y[:2]
y.data.mul_(3)
print(v.grad_fn.name(), v._version, v)
