import torch

x = torch.ones(2, 3)
y = torch.zeros(3)


def attempt(f):
    try:
        print(torch.vmap(f)(x))
    except RuntimeError as error:
        print(str(error).split("\n")[0])


def assign(r):
    y[0] = r[0]
    return y


attempt(lambda r: y.mul_(r[:1]))
attempt(assign)
attempt(lambda r: y.copy_(r))
attempt(lambda r: y.zero_() + r)
attempt(lambda r: y.add_(1) + r)
print(y)
