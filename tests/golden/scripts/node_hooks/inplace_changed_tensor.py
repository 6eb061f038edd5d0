import torch

x = torch.tensor([1., 2.], requires_grad=True)
y = x * 2
y.grad_fn.register_hook(lambda gi, go: print("mul", gi))
y.add_(1)
y.grad_fn.register_hook(lambda gi, go: print("add", gi))
y[0] = 5
y.grad_fn.register_hook(lambda gi, go: print("copy slices", gi))
print(y.grad_fn.name())
y.sum().backward()
