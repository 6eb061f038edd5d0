import torch

x = torch.tensor([[3.0, 1.0, 2.0], [5.0, 6.0, 4.0]], requires_grad=True)
w = torch.tensor([1.0, 10.0, 100.0])
y = torch.vmap(lambda r: (r.sort().values * w).sum())(x)
y.sum().backward()
print(y.detach(), x.grad)
x.grad = None
torch.vmap(lambda r: r.max() * 2 + r.topk(2).values.sum())(x).sum().backward()
print(x.grad)
