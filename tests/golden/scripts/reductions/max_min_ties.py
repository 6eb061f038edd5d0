import torch
x = torch.tensor([1.0, 3.0, 3.0, 2.0], requires_grad=True)
m = x.max()
m.backward()
print(m, x.grad, m.grad_fn.name())
x.grad = None
m = x.min()
m.backward()
print(m, x.grad)
x.grad = None
y = torch.tensor([2.0, 3.0, 1.0, 2.0], requires_grad=True)
torch.max(x, y).sum().backward()
print(x.grad, y.grad)
x.grad = None
y.grad = None
torch.minimum(x, y).sum().backward()
print(x.grad, y.grad)
