import torch

x = torch.tensor(2.0, requires_grad=True)
y = x * 3
d = y.detach().requires_grad_()
z = d * d
z.backward()
print(d.grad, x.grad)
y.backward(d.grad)
print(x.grad)
torch.autograd.backward([y.detach().requires_grad_() * x, x * 5])
print(x.grad)
