import torch
from torch.func import jvp
x = torch.tensor([1.0, 2.0])
print(jvp(lambda x: x ** 2, (x,), (torch.tensor([1.0, 10.0]),)))
print(jvp(lambda x, y: x * y, (x, x + 1), (torch.ones(2), torch.zeros(2))))
print(jvp(lambda x: {"a": x, "b": [x * x]}, (x,), (x,)))
print(jvp(lambda p: p["w"] @ p["v"], ({"w": x, "v": x},), ({"w": x * 0, "v": x},)))
print(jvp(lambda x: (x * x, x + 1), (x,), (x,), has_aux=True))
print(jvp(torch.sin, (torch.tensor(0.0),), (torch.tensor(2.0),)))
print(jvp(lambda x: x > 1, (x,), (x,)))
