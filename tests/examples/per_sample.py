import torch
from torch.func import grad, hessian, vmap


def loss(w, x, y):
    return (torch.tanh(w @ x) - y) ** 2


w = torch.tensor([0.5, -1.0])
x = torch.tensor([[1.0, 2.0], [0.0, 1.0], [3.0, 0.5]])
y = torch.tensor([0.0, 1.0, 1.0])
print(vmap(grad(loss), in_dims=(None, 0, 0))(w, x, y))
print(hessian(loss)(w, x[0], y[0]))
