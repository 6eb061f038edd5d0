import torch
x = torch.tensor([1.0, 2.0], requires_grad=True)
y = x * 3
h = y.register_hook(lambda g: g * 10)
y.register_hook(lambda g: print('after first hook:', g))
y.sum().backward()
print(x.grad)
h.remove()
x.grad = None
y = x * 3
y.register_hook(lambda g: g.clamp(max=0.5))
(y ** 2).sum().backward()
print(x.grad)
