import torch
from torch.func import vjp
def attempt(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, str(error).split("\n")[0])

x = torch.tensor([1.0, 2.0])
out, pull = vjp(lambda x, y: {"a": x * y, "b": (x,)}, x, x + 1)
print(out)
print(pull(out))
print(pull({"a": torch.ones(2), "b": (torch.zeros(2),)}))
attempt(lambda: pull(x))
attempt(lambda: pull({"a": x}))
attempt(lambda: pull({"a": x, "b": [x]}))
attempt(lambda: pull())
