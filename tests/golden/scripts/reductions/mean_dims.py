import torch
x = torch.arange(6.0).reshape(2, 3).requires_grad_()
print(x.mean(), x.mean(0), x.mean(dim=1, keepdim=True))
(x.mean(1) * torch.tensor([1.0, 10.0])).sum().backward()
print(x.grad)
try:
    torch.arange(3).mean()
except RuntimeError as e:
    print(e)
print(torch.arange(3).mean(dtype=torch.float32), torch.zeros(0).mean())
