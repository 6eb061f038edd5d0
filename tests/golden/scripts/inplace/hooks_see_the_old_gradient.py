import torch
x = torch.tensor([1.0, 2.0, 3.0, 4.0], requires_grad=True)

y = x * 1
y.retain_grad()
y.register_hook(lambda g: print('before', g))
y.mul_(2)
y.register_hook(lambda g: print('between', g))
y.mul_(3)
y.sum().backward()
print(y.grad, x.grad)
