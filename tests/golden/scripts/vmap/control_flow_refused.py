import torch

x = torch.tensor([1.0, -2.0])


def relu(v):
    if v > 0:
        return v
    return v * 0


try:
    torch.vmap(relu)(x)
except RuntimeError as error:
    print(error)
try:
    torch.vmap(lambda v: max(v, v * 2))(x)
except RuntimeError as error:
    print(error)
print(torch.vmap(lambda v: torch.where(v > 0, v, v * 0))(x))
print(torch.vmap(lambda v: v if v.dim() == 0 else v[0])(x))
