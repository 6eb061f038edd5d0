import torch
from torch.func import functional_call, grad

torch.manual_seed(0)
net = torch.nn.Sequential(torch.nn.Linear(2, 3), torch.nn.ReLU(), torch.nn.Linear(3, 2))
params = {name: p.detach() for name, p in net.named_parameters()}
x = torch.tensor([[1.0, 2.0], [-1.0, 0.5], [0.0, 3.0]])
y = torch.tensor([0, 1, 1])


def loss(params, row, label):
    out = functional_call(net, params, (row.unsqueeze(0),))
    return torch.nn.functional.cross_entropy(out, label.unsqueeze(0))


each = torch.vmap(grad(loss), in_dims=(None, 0, 0))(params, x, y)
for name in each:
    print(name, each[name].shape)
    single = torch.stack([grad(loss)(params, x[k], y[k])[name] for k in range(3)])
    print(torch.allclose(each[name], single, atol=1e-6))
