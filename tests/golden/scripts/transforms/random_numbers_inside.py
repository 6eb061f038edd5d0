import torch
from torch.func import jacrev, jacfwd, jvp
def attempt(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, str(error).split("\n")[0])

x = torch.tensor([1.0, 2.0])
f = lambda x: x * torch.rand(2)
torch.manual_seed(0)
attempt(lambda: jacrev(f)(x))
attempt(lambda: jvp(f, (x,), (x,)))
attempt(lambda: jacfwd(f)(x))
attempt(lambda: jacfwd(f, randomness="same")(x))
attempt(lambda: jacfwd(f, randomness="maybe")(x))
