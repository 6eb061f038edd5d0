import torch

x = torch.arange(6.0).reshape(2, 3)
for f in (
    lambda r: r.add_(1),
    lambda r: r.mul_(r),
    lambda r: r.fill_(r.sum()),
    lambda r: r.zero_(),
    lambda r: r.clamp_(1, 3),
    lambda r: r.copy_(torch.ones(3)),
):
    y = x.clone()
    result = torch.vmap(f)(y)
    print(result.tolist(), y.tolist())


def assign(r):
    r[0] = 9.0
    r[1:] *= 2
    r += 1
    return r.sum()


y = x.clone()
print(torch.vmap(assign)(y), y)
print(torch.vmap(lambda r, s: r.add_(s))(x.clone(), torch.tensor([10.0, 20.0])))
