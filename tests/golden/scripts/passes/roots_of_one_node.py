import torch

x = torch.arange(4.0).requires_grad_()
a, b = x.split(2)
torch.autograd.backward([a, b], [torch.tensor([1.0, 2.0]), torch.tensor([3.0, 4.0])])
print(x.grad)
values, indices = torch.tensor([[1.0, 3.0], [4.0, 2.0]], requires_grad=True).max(1)
print(values, indices.requires_grad)
u = x.unbind()
torch.autograd.backward([u[3], u[0], u[3]])
print(x.grad)
