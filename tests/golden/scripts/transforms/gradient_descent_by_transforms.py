import torch
from torch.func import grad, vjp
def loss(params, x, y):
    return ((x * params["w"] + params["b"] - y) ** 2).mean()
x = torch.tensor([0.0, 1.0, 2.0])
y = torch.tensor([1.0, 3.0, 5.0])
params = {"w": torch.tensor(0.0), "b": torch.tensor(0.0)}
step = grad(loss)
for i in range(3):
    slopes = step(params, x, y)
    params = {k: params[k] - 0.25 * slopes[k] for k in params}
    print(i, {k: round(v.item(), 4) for k, v in slopes.items()})
print({k: round(v.item(), 4) for k, v in params.items()}, params["w"].requires_grad)
