import torch


def f(r):
    print("chunk", r)
    return r * 2, r.sum()


x = torch.arange(6.0).reshape(3, 2).requires_grad_()
a, b = torch.vmap(f, out_dims=(1, 0), chunk_size=2)(x)
print(a.detach(), b.detach())
(a.sum() + b.sum()).backward()
print(x.grad)
print(torch.vmap(lambda r, s: r + s, in_dims=(0, None), chunk_size=10)(x.detach(), 1))
for size in (0, -1):
    try:
        torch.vmap(f, chunk_size=size)
    except ValueError as error:
        print(error)
