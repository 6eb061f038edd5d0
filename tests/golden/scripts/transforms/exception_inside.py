import torch
from torch.func import grad
def attempt(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, str(error).split("\n")[0])

def fails(x):
    raise ValueError("no")
x = torch.tensor([1.0, 2.0], requires_grad=True)
attempt(lambda: grad(fails)(x))
attempt(lambda: grad(lambda x: grad(fails)(x))(x))
print(torch.is_grad_enabled())
with torch.no_grad():
    attempt(lambda: grad(fails)(x))
    print(torch.is_grad_enabled())
(x * 2).sum().backward()
print(x.grad, x * 2)
