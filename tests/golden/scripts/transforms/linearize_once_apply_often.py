import torch
from torch.func import linearize
def attempt(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, str(error).split("\n")[0])

x = torch.tensor([1.0, 2.0])
out, linear = linearize(lambda x: x ** 2, x)
print(out, linear(torch.ones(2)), linear(torch.tensor([0.0, 10.0])))
out, linear = linearize(lambda x, y: (x * y, x.sum()), x, x + 1)
print(out, linear(torch.ones(2), torch.zeros(2)))
attempt(lambda: linear(torch.ones(2)))
attempt(lambda: linear(torch.ones(3), torch.ones(2)))
attempt(lambda: linear(torch.ones(2), torch.ones(2, dtype=torch.float64)))
