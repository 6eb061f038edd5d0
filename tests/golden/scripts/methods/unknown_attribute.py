import torch
x = torch.tensor(1.0)
try:
    x.foo
except AttributeError as e:
    print(e)
x.nonsense()
