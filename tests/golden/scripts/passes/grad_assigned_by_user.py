import torch

x = torch.tensor([1.0, 2.0], requires_grad=True)
mine = torch.tensor([10.0, 20.0])
x.grad = mine
print(x.grad is mine)
(x * 2).sum().backward()
print(mine, x.grad is mine)
x.grad = torch.tensor(5.0).expand(2)
print(x.grad.is_contiguous())
x.grad = torch.zeros(2, 2)[:, 0]
(x * 2).sum().backward()
print(x.grad, x.grad.stride())
x.grad = torch.ones(2, requires_grad=True)
with torch.no_grad():
    x.grad += 1
print(x.grad)
del x.grad
print(x.grad)
