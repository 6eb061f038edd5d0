import torch
from torch.func import grad, grad_and_value
def attempt(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, str(error).split("\n")[0])

x = torch.tensor([1.0, 2.0])
print(grad(lambda x: (x.sum(), x * 2), has_aux=True)(x))
print(grad(lambda x: ((x ** 2).sum(), {"a": x * 2, "b": [x]}), has_aux=True)(x))
g, (value, aux) = grad_and_value(lambda x: ((x ** 2).sum(), (x, x + 1)), has_aux=True)(x)
print(g, value, aux, aux[0] is x, aux[1].requires_grad)
attempt(lambda: grad(lambda x: x.sum(), has_aux=True)(x))
attempt(lambda: grad(lambda x: [x.sum(), x], has_aux=True)(x))
attempt(lambda: grad(lambda x: (x.sum(), 3), has_aux=True)(x))
attempt(lambda: grad(lambda x: (x, x), has_aux=True)(x))
attempt(lambda: grad(lambda x: (x.sum(), x))(x))
