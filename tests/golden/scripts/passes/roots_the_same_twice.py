import torch

x = torch.tensor([1.0, 2.0], requires_grad=True)
y = (x * x).sum()
y.register_hook(lambda g: print("hook", g))
torch.autograd.backward([y, y])
print(x.grad)
y = x * 2
g = torch.autograd.grad([y, y, y], x, [torch.ones(2), torch.ones(2) * 2, torch.zeros(2)])
print(g)
torch.autograd.backward([x, x], [torch.ones(2), torch.ones(2)])
print(x.grad)
