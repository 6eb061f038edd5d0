import torch
from torch.func import functional_call

net = torch.nn.Linear(2, 1)
x = torch.tensor([[1.0, 2.0], [3.0, 4.0]])
stacked = {
    "weight": torch.tensor([[[1.0, 1.0]], [[2.0, -1.0]]]),
    "bias": torch.tensor([[0.0], [10.0]]),
}


def run(params, x):
    return functional_call(net, params, (x,))


print(torch.vmap(run, in_dims=(0, None))(stacked, x))
print(torch.vmap(run)(stacked, x))
