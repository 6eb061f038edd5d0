import torch
x = torch.tensor(1.0, requires_grad=True)
y = x * 2
y.register_hook(lambda g: print('y', g))
z = y + y * y
z.backward(retain_graph=True)
z.backward()
print(x.grad)
