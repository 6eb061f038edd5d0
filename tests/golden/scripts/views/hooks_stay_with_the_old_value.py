import torch
x = torch.tensor([1.0, 2.0, 3.0, 4.0], requires_grad=True)

y = x * 1
y.register_hook(lambda g: print('old', g))
y[0].mul_(2)
y.register_hook(lambda g: print('new', g))
y.sum().backward()
print(x.grad)
