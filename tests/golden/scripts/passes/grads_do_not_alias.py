import torch

x = torch.tensor([1.0, 2.0], requires_grad=True)
w = torch.tensor([1.0, 2.0], requires_grad=True)
(x + w).sum().backward()
x.grad.add_(100)
print(x.grad, w.grad)
seed = torch.ones(2)
x.grad = None
x.clone().backward(seed)
x.grad.mul_(7)
print(seed)
h = (x * 1).requires_grad_()
h.retain_grad()
x.grad = None
h.backward(seed)
h.grad.add_(1)
print(h.grad, x.grad, seed)
