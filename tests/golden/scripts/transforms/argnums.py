import torch
from torch.func import grad, grad_and_value
def attempt(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, str(error).split("\n")[0])

f = lambda x, y: (x * x * y).sum()
x = torch.tensor([1.0, 2.0])
y = torch.tensor([3.0, 4.0])
print(grad(f)(x, y), grad(f, argnums=1)(x, y), grad(f, argnums=-1)(x, y))
print(grad(f, argnums=(0, 1))(x, y), grad(f, argnums=(1,))(x, y), grad(f, argnums=(1, 0))(x, y))
print(grad_and_value(f, argnums=(0, 1))(x, y))
attempt(lambda: grad(f, argnums=2)(x, y))
attempt(lambda: grad(f, argnums=-3)(x, y))
attempt(lambda: grad(f, argnums=(0, 0))(x, y))
attempt(lambda: grad(f, argnums=())(x, y))
attempt(lambda: grad(f, argnums=1.5)(x, y))
attempt(lambda: grad(f, argnums=[0])(x, y))
attempt(lambda: grad(f, argnums=("a",))(x, y))
attempt(lambda: grad(f)())
