import torch
from torch.func import grad
def attempt(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, str(error).split("\n")[0])

x = torch.tensor([1.0, 2.0])
attempt(lambda: grad(lambda x: x * 2)(3.0))
attempt(lambda: grad(lambda x: x.sum())(torch.tensor([1, 2])))
attempt(lambda: grad(lambda x, n: (x ** n).sum())(x, 3))
attempt(lambda: grad(lambda x, n: (x ** n).sum(), argnums=1)(x, 3))
attempt(lambda: grad(lambda x, *, scale: (x * scale).sum())(x, scale=4))
attempt(lambda: grad(lambda x, *, w: (x * w).sum())(x, w=x))
attempt(lambda: grad(lambda x: x[0].sum() if x else 0)([x, "a"]))
