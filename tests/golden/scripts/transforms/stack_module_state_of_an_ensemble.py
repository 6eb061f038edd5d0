import torch
from torch.func import functional_call, stack_module_state
def attempt(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, str(error).split("\n")[0])

from torch import nn
torch.manual_seed(0)
models = [nn.Linear(2, 1) for i in range(3)]
params, buffers = stack_module_state(models)
print({k: (tuple(v.shape), v.requires_grad, v.is_leaf) for k, v in params.items()}, buffers)
print(torch.equal(params["weight"][1], models[1].weight))
x = torch.ones(1, 2)
for i in range(3):
    one = {k: v[i] for k, v in params.items()}
    print(torch.equal(functional_call(models[0], one, (x,)), models[i](x)))
attempt(lambda: stack_module_state([]))
attempt(lambda: stack_module_state([nn.Linear(2, 1), nn.Tanh()]))
attempt(lambda: stack_module_state([nn.Linear(2, 1), nn.Linear(2, 1).eval()]))
