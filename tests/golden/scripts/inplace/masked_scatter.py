import torch
x = torch.tensor([1.0, 2.0, 3.0, 4.0], requires_grad=True)

y = x * 1
w = torch.tensor([10.0, 20.0, 30.0], requires_grad=True)
y.masked_scatter_(torch.tensor([True, False, True, False]), w)
print(y, y.grad_fn.name())
y.sum().backward()
print(x.grad, w.grad)
