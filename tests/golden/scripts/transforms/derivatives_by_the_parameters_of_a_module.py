import torch
from torch.func import functional_call, grad, hessian, jacrev, vmap
from torch import nn
torch.manual_seed(0)
model = nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 1))
params = {name: p.detach() for name, p in model.named_parameters()}
x = torch.tensor([[1.0, 2.0]])
def loss(params, x, y):
    return ((functional_call(model, params, x) - y) ** 2).mean()
y = torch.ones(1, 1)
g = grad(loss)(params, x, y)
loss(dict(model.named_parameters()), x, y).backward()
print({name: (tuple(g[name].shape), torch.allclose(g[name], p.grad)) for name, p in model.named_parameters()})
each = vmap(grad(loss), in_dims=(None, 0, 0))(params, torch.stack([x, x * 2]), torch.ones(2, 1, 1))
print({name: tuple(t.shape) for name, t in each.items()})
print(torch.allclose(each["0.weight"][0], g["0.weight"]))
j = jacrev(functional_call, argnums=1)(model, params, x)
print({name: tuple(t.shape) for name, t in j.items()})
h = hessian(lambda p: loss(p, x, y))(params)
print({name: {other: tuple(t.shape) for other, t in row.items()} for name, row in h.items()})
