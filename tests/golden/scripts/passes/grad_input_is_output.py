import torch

x = torch.tensor([1.0, 2.0], requires_grad=True)
y = (x * x).sum()
print(torch.autograd.grad(y, y, retain_graph=True))
print(torch.autograd.grad(y, [y, x], retain_graph=True))
print(torch.autograd.grad(y, y, torch.tensor(5.0), retain_graph=True))
z = x * 2
print(torch.autograd.grad([z, z.sum()], [z, x], [torch.ones(2), torch.tensor(10.0)]))
print(torch.autograd.grad(y, y, create_graph=True))
