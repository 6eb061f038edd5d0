import torch
x = torch.tensor([1.0, 2.0, 3.0, 4.0], requires_grad=True)

y = x * 1
v = y.as_strided((2, 2), (1, 1), 1)
print(v, v.grad_fn.name(), v._base is y)
(v * torch.tensor([[1.0, 2.0], [3.0, 4.0]])).sum().backward()
print(x.grad)
