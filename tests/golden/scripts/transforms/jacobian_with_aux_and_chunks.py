import torch
from torch.func import jacrev, jacfwd
def attempt(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, str(error).split("\n")[0])

x = torch.tensor([1.0, 2.0, 3.0])
attempt(lambda: jacrev(lambda x: (x * x, x.sum()), has_aux=True)(x))
attempt(lambda: jacfwd(lambda x: (x * x, x.sum()), has_aux=True)(x))
for size in (1, 2, 5, None):
    attempt(lambda: jacrev(lambda x: x * x, chunk_size=size)(x))
attempt(lambda: jacrev(lambda x: x * x, chunk_size=0)(x))
attempt(lambda: jacrev(lambda x: x * x, chunk_size=-1)(x))
attempt(lambda: jacrev(lambda x: x * x, has_aux=True)(x))
attempt(lambda: jacfwd(lambda x: x * x, has_aux=True)(x))
