import torch

x = torch.tensor([1., 2.], requires_grad=True)
y = x * 3
y.grad_fn.register_hook(lambda gi, go: (gi[0], torch.ones(2)))
try:
    y.sum().backward()
except RuntimeError as e:
    print(e)
print(x.grad)
