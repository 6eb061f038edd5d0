import torch
x = torch.tensor(2.0, requires_grad=True)
y = x * x
y.register_hook(lambda g: print(g.requires_grad, torch.is_grad_enabled()))
y.backward(retain_graph=True)
y.backward(create_graph=True)
print(x.grad.requires_grad)
