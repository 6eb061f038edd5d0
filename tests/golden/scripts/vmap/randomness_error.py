import torch

x = torch.zeros(2, 3)


def attempt(f, randomness="error"):
    try:
        torch.vmap(f, randomness=randomness)(x)
    except RuntimeError as error:
        print(error)


attempt(lambda r: r + torch.rand(3))
attempt(lambda r: torch.randn_like(r))
attempt(lambda r: torch.nn.functional.dropout(r + 1, 0.5))
attempt(lambda r: r.clone().uniform_())
attempt(lambda r: torch.bernoulli(r), "same")
attempt(lambda r: torch.zeros(3).normal_(), "different")
try:
    torch.vmap(lambda r: r, randomness="none")
except RuntimeError as error:
    print(error)
