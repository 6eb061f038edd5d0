import torch
x = torch.tensor([[1.0, 2.0, 3.0], [1000.0, 1000.0, 0.0]], dtype=torch.float64, requires_grad=True)
l = torch.logsumexp(x, dim=1)
print(l)
l.sum().backward()
print(x.grad)
print(x.logsumexp(0, keepdim=True))
y = torch.tensor([-float('inf'), -float('inf')])
print(torch.logsumexp(y, 0))
