import torch

kept = []


def f(r):
    kept.append(r)
    return r


torch.vmap(f)(torch.arange(2.0))
print(kept[0], kept[0].shape)
try:
    kept[0] + 1
except RuntimeError as error:
    print(str(error)[:90])
try:
    kept[0].item()
except RuntimeError as error:
    print(str(error)[:60])
