import torch

a = torch.tensor(2., requires_grad=True)
b = torch.tensor(5.)
y = b * a
y.grad_fn.register_hook(lambda gi, go: print(gi))
y.backward()
z = torch.addmm(torch.ones(1), a.view(1, 1), torch.ones(1, 1))
z.grad_fn.register_hook(lambda gi, go: print(gi))
z.backward()
