import torch
x = torch.tensor(2.0)
try:
    x.register_hook(lambda g: g)
except RuntimeError as e:
    print(e)
y = torch.tensor([1.0, 2.0], requires_grad=True)
z = y * 2
h = z.register_hook(lambda g: torch.ones(3))
try:
    z.sum().backward()
except RuntimeError as e:
    print(e)
h.remove()
z = y * 2
z.register_hook(lambda g: 5)
try:
    z.sum().backward()
except Exception as e:
    print(type(e).__name__, e)
