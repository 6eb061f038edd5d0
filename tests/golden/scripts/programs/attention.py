import torch
torch.manual_seed(9)
q = torch.randn(3, 4, requires_grad=True)
k = torch.randn(3, 4, requires_grad=True)
v = torch.randn(3, 2, requires_grad=True)
a = torch.softmax(q @ k.t() / 4 ** 0.5, dim=-1)
out = a @ v
print(a.sum(dim=-1), out)
(out ** 2).sum().backward()
print(q.grad, k.grad, v.grad, sep='\n')
