import torch
x = torch.tensor([3.0, 3.0, 3.0], requires_grad=True)
s = x.std()
s.backward()
print(s, x.grad)
y = torch.tensor([5.0], requires_grad=True)
v = y.var(unbiased=False)
v.backward()
print(v, y.grad)
