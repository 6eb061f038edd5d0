import torch

x = torch.tensor([[1.0, 0.0], [3.0, 4.0]])


def attempt(f):
    try:
        print(torch.vmap(f)(x))
    except Exception as error:
        print(type(error).__name__, str(error).split("\n")[0])


attempt(lambda r: r.nonzero())
attempt(lambda r: r[r > 1])
attempt(lambda r: r.masked_select(r > 1))
attempt(lambda r: r.unique())
attempt(lambda r: torch.where(r > 1))
attempt(lambda r: torch.equal(r, r))
attempt(lambda r: torch.allclose(r, r))
mask = torch.tensor([True, False])
attempt(lambda r: r[mask])
