import torch
x = torch.tensor([1.0, 2.0, 3.0, 4.0], requires_grad=True)

b = torch.zeros(4)
p, q = b.split(2)
p.add_(1)
print(b, p._version, q._version)
