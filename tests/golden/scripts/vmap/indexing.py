import torch

x = torch.arange(12.0).reshape(2, 2, 3)
for f in (
    lambda m: m[0],
    lambda m: m[:, 1],
    lambda m: m[..., -1],
    lambda m: m[None, 0],
    lambda m: m[:, ::2],
    lambda m: m[[1, 0]],
    lambda m: m[:, torch.tensor([2, 0])],
    lambda m: m[torch.tensor([0, 1]), torch.tensor([1, 2])],
    lambda m: m[torch.tensor([True, False])],
):
    print(torch.vmap(f)(x))
for f in (lambda m: m[2], lambda m: m[0, 3], lambda m: m[0, 0, 0]):
    try:
        torch.vmap(f)(x)
    except IndexError as error:
        print(error)
