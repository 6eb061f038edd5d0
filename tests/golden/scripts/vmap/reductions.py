import torch

x = torch.tensor([[[1.0, 2.0], [3.0, 4.0]], [[5.0, 6.0], [7.0, 9.0]]])
for f in (
    lambda m: m.sum(),
    lambda m: m.sum(0),
    lambda m: m.sum(-1, keepdim=True),
    lambda m: m.mean(1),
    lambda m: m.prod(),
    lambda m: m.prod(0),
    lambda m: m.amax(),
    lambda m: m.amin(1),
    lambda m: m.argmax(),
    lambda m: m.argmin(0),
    lambda m: m.all(),
    lambda m: (m > 4).any(1),
    lambda m: m.var(),
    lambda m: m.max(),
    lambda m: m.norm(),
):
    print(torch.vmap(f)(x))
