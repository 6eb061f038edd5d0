import torch
from torch.func import vjp
def attempt(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, str(error).split("\n")[0])

x = torch.tensor([1.0, 2.0])
out, pull, aux = vjp(lambda x: (x * x, [x, {"k": x + 1}]), x, has_aux=True)
print(out, pull(torch.ones(2)), aux)
attempt(lambda: vjp(lambda x: x * x, x, has_aux=True))
attempt(lambda: vjp(lambda x: (x, 3), x, has_aux=True))
