import torch
from torch.func import jvp
def attempt(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, str(error).split("\n")[0])

f = lambda x: x ** 2
x = torch.tensor([1.0, 2.0])
attempt(lambda: jvp(f, x, x))
attempt(lambda: jvp(f, [x], [x]))
attempt(lambda: jvp(f, (x,), x))
attempt(lambda: jvp(f, (x,), (x, x)))
attempt(lambda: jvp(f, (), ()))
attempt(lambda: jvp(f, (3.0,), (x,)))
attempt(lambda: jvp(f, (x,), (3.0,)))
attempt(lambda: jvp(f, (x,), (torch.ones(3),)))
attempt(lambda: jvp(f, (torch.tensor([1, 2]),), (x,)))
attempt(lambda: jvp(f, (x,), (torch.tensor([1, 2]),)))
attempt(lambda: jvp(lambda x: 3, (x,), (x,)))
attempt(lambda: jvp(lambda x: None, (x,), (x,)))
attempt(lambda: jvp(lambda x: torch.ones(2), (x,), (x,), strict=True))
attempt(lambda: jvp(f, (x,), (x,), has_aux=True))
