import torch

x = torch.ones(2, 3)


def attempt(f, out_dims=0):
    try:
        print(torch.vmap(f, out_dims=out_dims)(x))
    except Exception as error:
        print(type(error).__name__, error)


def number(r):
    return 1.0


attempt(number)
attempt(lambda r: None)
attempt(lambda r: (r, "text"))
attempt(lambda r: (r, r), (0, 0, 0))
attempt(lambda r: r, (1, 0))
attempt(lambda r: r, None)
attempt(lambda r: r, "a")
attempt(lambda r: r, 0.5)
attempt(lambda r: [r, r], (0, 0))
