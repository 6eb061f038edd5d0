import torch
a = torch.tensor([[1.0, 2.0], [3.0, 4.0]], requires_grad=True)
s = torch.tensor(2.0, requires_grad=True)
v = torch.tensor([10.0, 20.0], requires_grad=True)
out = (a * s + v) / (s + 1)
print(out)
out.sum().backward()
print(a.grad, s.grad, v.grad, sep='\n')
