import torch
from torch.func import grad, grad_and_value
def attempt(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, str(error).split("\n")[0])

x = torch.tensor([1.0, 2.0])
attempt(lambda: grad(lambda x: x)(x))
attempt(lambda: grad_and_value(lambda x: x.reshape(1, 2))(x))
attempt(lambda: grad(lambda x: 3)(x))
attempt(lambda: grad(lambda x: None)(x))
attempt(lambda: grad(lambda x: (x.sum(),))(x))
attempt(lambda: grad(lambda x: x.sum().reshape(1))(x))
attempt(lambda: grad(lambda x: (x * 1j).sum())(x))
