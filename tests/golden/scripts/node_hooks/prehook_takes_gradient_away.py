import torch

a = torch.tensor(2., requires_grad=True)
b = torch.tensor(3., requires_grad=True)
y = a ** 2
z = y + b
y.grad_fn.register_prehook(lambda go: (None,))
y.grad_fn.register_hook(lambda gi, go: print("after", gi, go))
z.backward()
print(a.grad, b.grad)
