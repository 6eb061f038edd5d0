import torch

m = torch.tensor([[[2.0, 0.0], [0.0, 4.0]], [[1.0, 0.0], [0.0, 0.5]]], requires_grad=True)
print(torch.vmap(torch.linalg.inv)(m).detach())
y = torch.vmap(torch.linalg.det)(m)
print(y.detach())
print(torch.autograd.grad(y.sum(), m)[0])
print(torch.vmap(lambda a, b: torch.linalg.solve(a, b))(m, torch.ones(2, 2)).detach())
print(torch.vmap(torch.linalg.inv, in_dims=2, out_dims=2)(torch.eye(2).reshape(2, 2, 1)).shape)
