import torch

x = torch.arange(6.0).reshape(2, 3)


def f(row):
    row.view(3, 1)[1:].mul_(10)
    row.unsqueeze(0)[0, 0] = -1.0
    a, b, c = row.unbind()
    return a + b + c


print(torch.vmap(f)(x))
print(x)
y = torch.arange(6.0).reshape(3, 2)
torch.vmap(lambda column: column[0].zero_(), in_dims=1)(y)
print(y)
