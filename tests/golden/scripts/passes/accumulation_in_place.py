import torch

x = torch.tensor([1.0, 2.0], requires_grad=True)
(x * 2).sum().backward()
first = x.grad
(x * 3).sum().backward()
print(x.grad is first, first, first._version)
x.grad.zero_()
(x * 4).sum().backward()
print(first, x.grad is first)
x.grad = None
(x * 5).sum().backward()
print(first, x.grad, x.grad is first)
view = x.grad[0:1]
(x * 1).sum().backward()
print(view, x.grad)
