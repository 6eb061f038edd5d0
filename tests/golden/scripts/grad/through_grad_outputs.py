import torch
x = torch.tensor([1.0, 2.0], requires_grad=True)
v = torch.tensor([1.0, 1.0], requires_grad=True)
y = x ** 2
u, = torch.autograd.grad(y, x, grad_outputs=v, create_graph=True)
print(u)
t = torch.tensor([3.0, 4.0])
jvp, = torch.autograd.grad(u, v, grad_outputs=t)
print(jvp)
