import torch

a = torch.tensor(2., requires_grad=True)
b = torch.tensor(5., requires_grad=True)
y = a * b
y.grad_fn.register_hook(lambda gi, go: print(gi, go))
y.backward()
