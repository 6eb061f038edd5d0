import torch
x = torch.tensor([1.0, 2.0], requires_grad=True)
c = torch.tensor([3.0, 4.0])
y = x * c
y += 1
y.sum().backward()
print(x.grad)
c += 1
x.grad = None
y = x + c
c += 1
y.sum().backward()
print(x.grad)
