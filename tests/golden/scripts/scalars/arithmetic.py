import torch
x = torch.tensor(3.0, requires_grad=True)
y = torch.tensor(2.0, requires_grad=True)
for f in [lambda a, b: a + b, lambda a, b: a - b, lambda a, b: a * b, lambda a, b: a / b]:
    z = f(x, y)
    z.backward()
    print(z, x.grad, y.grad, z.grad_fn.name())
    x.grad = None
    y.grad = None
z = -x + +y
print(z, z.grad_fn.name())
print(x, y)
