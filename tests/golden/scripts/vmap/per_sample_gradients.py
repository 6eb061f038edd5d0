import torch

w = torch.tensor([1.0, 2.0, 3.0])
x = torch.arange(6.0).reshape(2, 3)
y = torch.tensor([1.0, 2.0])


def loss(w, x, y):
    return ((w * x).sum() - y) ** 2


each = torch.vmap(torch.func.grad(loss), in_dims=(None, 0, 0))(w, x, y)
print(each)
for k in range(2):
    print(torch.func.grad(loss)(w, x[k], y[k]))
both = torch.vmap(torch.func.grad_and_value(loss), in_dims=(None, 0, 0))(w, x, y)
print(both[1])
print(torch.vmap(torch.func.grad(loss, argnums=(0, 1)), in_dims=(None, 0, 0))(w, x, y))
