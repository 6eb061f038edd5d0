import torch
x = torch.tensor([1.0, 2.0], requires_grad=True)
b = torch.ones(2)
v = b[0]
print(v.requires_grad)
b.mul_(x)
print(v.requires_grad, v.grad_fn.name(), v.grad_fn.next_functions[0][0].name())
(v * 5).backward()
print(x.grad)
