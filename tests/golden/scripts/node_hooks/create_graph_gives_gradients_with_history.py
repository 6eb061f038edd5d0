import torch

x = torch.tensor(2., requires_grad=True)
y = x ** 3
y.grad_fn.register_hook(lambda gi, go: print(gi[0].requires_grad, gi[0].grad_fn is not None) or (gi[0] * 2,))
g, = torch.autograd.grad(y, x, create_graph=True)
print(g)
print(torch.autograd.grad(g, x))
