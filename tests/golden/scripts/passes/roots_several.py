import torch

x = torch.tensor([1.0, 2.0], requires_grad=True)
a = (x * 2).sum()
b = (x * x).sum()
torch.autograd.backward([a, b])
print(x.grad)
x.grad = None
y = x * 3
torch.autograd.backward((y, y.sum()), (torch.tensor([1.0, 10.0]), None))
print(x.grad)
