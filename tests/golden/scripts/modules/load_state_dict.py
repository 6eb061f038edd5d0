import torch
from torch import nn

a, b = nn.Linear(2, 1), nn.Linear(2, 1)
with torch.no_grad():
    a.weight.copy_(torch.tensor([[1.0, 2.0]]))
    a.bias.fill_(3.0)
weight = b.weight
result = b.load_state_dict(a.state_dict())
print(result, repr(result), result.missing_keys, result.unexpected_keys)
print(b.weight, b.weight is weight, b.bias, b.weight.requires_grad)
with torch.no_grad():
    a.weight.zero_()
print(b.weight)
print(b.load_state_dict({"weight": torch.ones(1, 2), "bias": torch.ones(1, dtype=torch.float64)}))
print(b.bias, b.bias.dtype)
print(b.load_state_dict({"weight": torch.ones(1, 2), "extra": torch.ones(1)}, strict=False))
print(tuple(b.load_state_dict({}, strict=False)))
