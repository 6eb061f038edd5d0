import torch

x = torch.ones(2, 3)


def two(a, b):
    return a * b


def attempt(in_dims, *args):
    try:
        torch.vmap(two, in_dims=in_dims)(*args)
    except Exception as error:
        print(type(error).__name__, error)


attempt([0, 0], x, x)
attempt("a", x, x)
attempt(None, x, x)
attempt((0,), x, x)
attempt((0, [0]), x, x)
attempt((0, "a"), x, x)
attempt((2, 0), x, x)
attempt((-3, 0), x, x)
attempt((None, None), x, x)
attempt(0, x, 2.0)
attempt(0, x, torch.ones(3, 3))
attempt(0, x, torch.tensor(1.0))
