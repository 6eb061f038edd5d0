import torch


def running(r):
    out = torch.zeros_like(r)
    total = r.new_zeros(())
    for k in range(len(r)):
        total = total + r[k]
        out[k] = total
    return out


x = torch.arange(6.0).reshape(2, 3).requires_grad_()
y = torch.vmap(running)(x)
print(y.detach())
(y * torch.tensor([1.0, 10.0, 100.0])).sum().backward()
print(x.grad)
