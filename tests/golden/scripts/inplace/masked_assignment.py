import torch
x = torch.tensor([1.0, -2.0, 3.0, -4.0], requires_grad=True)
y = x * 1
y[y < 0] = 0
print(y, y.grad_fn.name())
(y ** 2).sum().backward()
print(x.grad)
z = torch.tensor([1.0, 2.0, 3.0])
print(z.masked_fill(z > 1.5, -1.0), z.masked_fill_(z < 1.5, 9))
w = torch.zeros(4)
w[x > 0] = torch.tensor([5.0, 6.0])
print(w)
