import torch
x = torch.tensor([[1.0, 2.0, 6.0], [4.0, 0.0, -1.0]], requires_grad=True)
g = torch.ones(3, requires_grad=True)
m = x.mean(dim=1, keepdim=True)
s = x.var(dim=1, keepdim=True, unbiased=False)
y = (x - m) / torch.sqrt(s + 1e-5) * g
print(y)
(y * torch.arange(6.0).view(2, 3)).sum().backward()
print(x.grad)
print(g.grad)
