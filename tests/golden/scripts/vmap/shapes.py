import torch

x = torch.arange(12).reshape(2, 2, 3)
for f in (
    lambda m: m.t(),
    lambda m: m.reshape(3, 2),
    lambda m: m.view(-1),
    lambda m: m.flatten(),
    lambda m: m.T.reshape(-1),
    lambda m: m.permute(1, 0),
    lambda m: m.transpose(0, -1),
    lambda m: m.unsqueeze(1),
    lambda m: m[:1].squeeze(0),
    lambda m: m[0].expand(2, 3),
    lambda m: m.flip(0),
    lambda m: m.roll(1),
    lambda m: m.diagonal(),
    lambda m: m.tril(),
    lambda m: m.repeat(1, 2),
    lambda m: m.movedim(0, 1),
):
    y = torch.vmap(f)(x)
    print(tuple(y.shape), y.flatten().tolist())
