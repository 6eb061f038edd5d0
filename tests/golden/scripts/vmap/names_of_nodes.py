import torch

x = torch.ones(2, 3, requires_grad=True)
b = torch.ones(3)
for f in (
    lambda r: r + b,
    lambda r: r.sum(),
    lambda r: r.mean(),
    lambda r: r.view(3, 1),
    lambda r: r[0],
    lambda r: r[1:],
    lambda r: torch.stack([r, r]),
    lambda r: torch.cat([r, b]),
    lambda r: r.softmax(0),
    lambda r: r.unsqueeze(0),
    lambda r: r.expand(2, 3),
    lambda r: r.relu(),
    lambda r: torch.where(r > 0, r, b),
    lambda r: r.max(),
    lambda r: r[[0, 1]],
):
    print(torch.vmap(f)(x).grad_fn.name())
print(torch.vmap(lambda r: r, out_dims=1)(x).grad_fn.name())
print(torch.vmap(lambda r: r)(x).requires_grad)
