import torch
x = torch.tensor([[1.0, 2.0, 4.0], [3.0, 3.0, 3.0]], requires_grad=True)
print(x.var(), x.std())
print(x.var(dim=1), x.var(1, unbiased=False), x.var(dim=0, correction=0, keepdim=True))
print(x.std(dim=1))
x.var(dim=1).sum().backward()
print(x.grad)
x.grad = None
x.std().backward()
print(x.grad)
