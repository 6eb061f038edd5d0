import torch

x = torch.arange(6.0).reshape(2, 3)


def f(row):
    a, b, c = row
    total = sum(row)
    parts = [p * p for p in row]
    return a * b + c, total, torch.stack(parts)


print(torch.vmap(f)(x))
try:
    torch.vmap(lambda r: sum(p for p in r))(x[0])
except TypeError as error:
    print(error)
try:
    torch.vmap(lambda r: len(r))(x[0])
except TypeError as error:
    print(error)
