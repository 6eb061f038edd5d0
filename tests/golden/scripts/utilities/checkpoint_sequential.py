import torch
from torch import nn
from torch.utils.checkpoint import checkpoint_sequential

calls = []


def layer(name, factor):
    def run(x):
        calls.append(name)
        return (x * factor).exp().log()

    return run


for reentrant in [True, False]:
    calls.clear()
    x = torch.tensor([1.0], requires_grad=True)
    layers = [layer("a", 2.0), layer("b", 3.0), layer("c", 0.5), layer("d", 1.0), layer("e", 1.0)]
    out = checkpoint_sequential(layers, 2, x, use_reentrant=reentrant)
    print(calls)
    out.backward()
    print(calls, x.grad)
model = nn.Sequential(nn.Linear(1, 1), nn.Tanh())
with torch.no_grad():
    model[0].weight.fill_(0.5)
    model[0].bias.fill_(0.0)
print(checkpoint_sequential(model, 2, torch.zeros(1), use_reentrant=False))
try:
    checkpoint_sequential(layers, 2, x, use_reentrant=False, debug=True)
except ValueError as e:
    print(e)
