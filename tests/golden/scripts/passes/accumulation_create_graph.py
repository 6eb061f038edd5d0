import torch

x = torch.tensor([1.0, 2.0], requires_grad=True)
(x * x).sum().backward(create_graph=True)
first = x.grad
print(first)
(x * x).sum().backward(create_graph=True)
print(x.grad, x.grad is first, first)
x.grad.sum().backward()
print(x.grad, first)
