import torch
x = torch.zeros(3, requires_grad=True)
w = torch.tensor([1.0, 2.0], requires_grad=True)
y = x * 1
y.scatter_(0, torch.tensor([2, 0]), w).scatter_add_(0, torch.tensor([1, 1]), w)
y.index_add_(0, torch.tensor([0, 0]), w, alpha=2).index_fill_(0, torch.tensor([2]), 9.0)
print(y, y._version, y.grad_fn.name())
y.sum().backward()
print(x.grad, w.grad)
