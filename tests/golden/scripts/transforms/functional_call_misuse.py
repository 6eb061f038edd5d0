import torch
from torch.func import functional_call
def attempt(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, str(error).split("\n")[0])

from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.Tanh())
x = torch.tensor([[1.0, 2.0]])
w = torch.eye(2)
attempt(lambda: functional_call(model, {"0.weight": w, "0.bias": torch.zeros(2)}, (x,)))
attempt(lambda: functional_call(model, {"0.weight": w, "0.other": w}, (x,)).shape)
attempt(lambda: functional_call(model, {"0.weight": w, "0.other": w}, (x,), strict=True))
attempt(lambda: functional_call(model, {"0.weight": w}, (x,), strict=True))
attempt(lambda: functional_call(model, {"5.weight": w}, (x,)).shape)
attempt(lambda: functional_call(model, {"0.weight": 3}, (x,)))
attempt(lambda: functional_call(model, {"": w}, (x,)).shape)
attempt(lambda: functional_call(model, 3, (x,)))
attempt(lambda: functional_call(model, [w], (x,)))
attempt(lambda: functional_call(model, [{"0.weight": w}, {"0.weight": w}], (x,)))
print([n for n, p in model.named_parameters()], [p.requires_grad for p in model.parameters()])
