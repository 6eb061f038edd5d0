import torch
from torch.func import grad, functional_call
from torch import nn
torch.manual_seed(0)
model = nn.Linear(2, 1)
x = torch.tensor([[1.0, 2.0]])
params = {"weight": torch.tensor([[3.0, 4.0]]), "bias": torch.tensor([5.0])}
print(functional_call(model, params, (x,)), functional_call(model, params, x))
print(model.weight is not params["weight"], model.weight.requires_grad)
g = grad(lambda p: functional_call(model, p, (x,)).sum())(params)
print(g)
print(functional_call(model, {"bias": torch.tensor([0.0])}, (x,)).shape)
own = dict(model.named_parameters())
g = grad(lambda p: functional_call(model, p, (x,)).sum())({k: v.detach() for k, v in own.items()})
print(g, model.weight.grad)
print(functional_call(model, [{"weight": torch.ones(1, 2)}, {"bias": torch.ones(1)}], (x,)))
