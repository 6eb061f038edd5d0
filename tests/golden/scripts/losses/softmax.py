import torch
import torch.nn.functional as F
x = torch.tensor([[1.0, 2.0, 3.0], [0.0, 0.0, 1000.0]], requires_grad=True)
s = torch.softmax(x, dim=1)
print(s)
(s * torch.tensor([1.0, 2.0, 3.0])).sum().backward()
print(x.grad)
x.grad = None
l = F.log_softmax(x, dim=-1)
print(l)
l[0, 0].backward()
print(x.grad)
print(x.softmax(0), F.softmax(torch.tensor([1.0, 1.0]), dim=0))
