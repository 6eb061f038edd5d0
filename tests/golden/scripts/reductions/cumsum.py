import torch
x = torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]], requires_grad=True)
c = x.cumsum(dim=1)
print(c)
print(torch.cumsum(x, 0))
(c * torch.tensor([1.0, 10.0, 100.0])).sum().backward()
print(x.grad)
print(torch.tensor([1, 2, 3]).cumsum(0), torch.tensor([True, True]).cumsum(0))
