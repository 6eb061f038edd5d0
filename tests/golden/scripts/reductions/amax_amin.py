import torch
x = torch.tensor([[1.0, 5.0, 5.0], [7.0, 2.0, 7.0]], requires_grad=True)
a = x.amax(dim=1)
print(a)
a.sum().backward()
print(x.grad)
x.grad = None
b = torch.amin(x, dim=(0, 1))
b.backward()
print(b, x.grad)
print(x.amax(dim=0, keepdim=True))
