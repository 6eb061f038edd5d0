import torch
x = torch.tensor([1.0, 2.0, 3.0, 4.0], requires_grad=True)

y = x * 1
v = y[:2]
with torch.no_grad():
    y.mul_(3)
print(v.grad_fn.name(), v.grad_fn.next_functions[0][0].name())
v.sum().backward()
print(x.grad)
