import torch

x = torch.ones(2, 3)


def f(r):
    for made in (torch.zeros(2), torch.zeros_like(r), r.new_ones(2), torch.full_like(r, 7.0)):
        print(made)
    print(torch.arange(3), r.new_tensor([1.0, 2.0]))
    return torch.ones_like(r, dtype=torch.int64), torch.eye(2), r.new_full((1,), 3.0)


print(torch.vmap(f)(x))
for g in (lambda r: torch.tensor([r[0], r[1]]), lambda r: torch.full((2,), r[0])):
    try:
        torch.vmap(g)(x)
    except RuntimeError as error:
        print(str(error)[:60])
