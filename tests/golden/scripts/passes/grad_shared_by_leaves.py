import torch

x = torch.tensor([1.0, 2.0], requires_grad=True)
w = torch.tensor([3.0, 4.0], requires_grad=True)
shared = torch.zeros(2)
x.grad = shared
w.grad = shared
(x * 2 + w * 10).sum().backward()
print(shared, x.grad is w.grad)
w.grad = None
(x * w).sum().backward()
print(shared, x.grad, w.grad)
