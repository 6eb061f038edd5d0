import torch

x = torch.tensor(1., requires_grad=True)
y = x * 2
z = y * 3
y.grad_fn.register_prehook(lambda go: print("prehook of y"))
y.grad_fn.register_hook(lambda gi, go: print("hook of y"))
z.grad_fn.register_hook(lambda gi, go: print("hook of z"))
print(torch.autograd.grad(z, y, retain_graph=True))
print(torch.autograd.grad(z, x))
