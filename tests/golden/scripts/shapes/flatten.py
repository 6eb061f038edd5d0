import torch
x = torch.arange(24).reshape(2, 3, 4)
print(x.flatten().shape, x.flatten(1).shape, x.flatten(0, 1).shape, torch.flatten(x, start_dim=-2).shape)
y = torch.ones(2, 2, requires_grad=True)
f = y.flatten()
print(f.grad_fn.name(), f)
(f * torch.tensor([1.0, 2.0, 3.0, 4.0])).sum().backward()
print(y.grad)
print(torch.tensor(1.0).flatten())
