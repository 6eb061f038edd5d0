import torch
x = torch.tensor(2.0, requires_grad=True)
x.register_hook(lambda g: print('total gradient', g))
y = x * 2 + x * 3 + x ** 2
y.backward()
