import torch

x = torch.tensor(1., requires_grad=True)
y = x * 2
y.grad_fn.register_hook(lambda gi, go: print(torch.is_grad_enabled(), gi[0].requires_grad))
y.backward(retain_graph=True)
torch.autograd.grad(y, x, create_graph=True)
