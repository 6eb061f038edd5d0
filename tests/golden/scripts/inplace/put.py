import torch
x = torch.tensor([[1.0, 2.0], [3.0, 4.0]], requires_grad=True)
s = torch.tensor([10.0, 20.0], requires_grad=True)
y = x * 1
y.put_(torch.tensor([3, -4]), s)
print(y, y.grad_fn.name())
y.put_(torch.tensor([0, 0]), s, accumulate=True)
print(y)
(y * torch.tensor([[1.0, 2.0], [3.0, 4.0]])).sum().backward()
print(x.grad, s.grad)
