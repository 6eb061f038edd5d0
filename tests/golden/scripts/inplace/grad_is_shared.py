import torch
x = torch.tensor([1.0, 2.0, 3.0, 4.0], requires_grad=True)

g = torch.ones(4)
x.grad = g
(x * 2).sum().backward()
print(g, x.grad is g)
x.grad.zero_()
print(g)
x.grad += 1
print(g, x.grad is g)
x.grad = x.grad * 2
print(g, x.grad)
