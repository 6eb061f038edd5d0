import torch
from torch.func import vjp
def attempt(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, str(error).split("\n")[0])

x = torch.tensor([1.0, 2.0])
attempt(lambda: vjp(lambda x: 3, x))
attempt(lambda: vjp(lambda x: None, x))
attempt(lambda: vjp(lambda x: (), x))
attempt(lambda: vjp(lambda x: (x, 3), x))
attempt(lambda: vjp(lambda x: x > 0, x))
attempt(lambda: vjp(lambda x: x, 3.0))
attempt(lambda: vjp(lambda x: x, torch.tensor([1])))
pull = vjp(lambda x: x ** 2, x)[1]
attempt(lambda: pull(torch.ones(3)))
attempt(lambda: pull(3.0))
attempt(lambda: pull((x,)))
attempt(lambda: pull(torch.ones(2, dtype=torch.float64)))
