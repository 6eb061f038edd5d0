import torch
v = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
o = v[:, None] * v[None, :]
print(o)
o.sum().backward()
print(v.grad)
o2 = v.unsqueeze(1) - v
print(o2.abs().sum())
