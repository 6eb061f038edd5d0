import torch
@torch.no_grad()
def evaluate(x):
    return x * 2
@torch.enable_grad()
def doubled(x):
    return x * 2
x = torch.tensor(1.0, requires_grad=True)
print(evaluate(x), doubled(x))
with torch.no_grad():
    print(doubled(x), evaluate(x))
print(torch.is_grad_enabled())
