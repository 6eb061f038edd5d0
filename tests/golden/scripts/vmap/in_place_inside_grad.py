import torch


def f(row):
    out = row.clone()
    out[0] = out[1] * 3
    out[1:] *= 2
    out.mul_(row)
    return out.sum()


x = torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
print(torch.vmap(torch.func.grad(f))(x))
print(torch.func.grad(lambda x: torch.vmap(f)(x).sum())(x))
y = x.clone().requires_grad_()
torch.vmap(f)(y).sum().backward()
print(y.grad)
