import torch
a = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
b = torch.tensor([4.0, 5.0, 6.0], requires_grad=True)
d = a @ b
print(d, torch.dot(a, b), d.grad_fn.name())
d.backward()
print(a.grad, b.grad)
print(torch.outer(a, b))
try:
    torch.dot(a, torch.ones(2))
except RuntimeError as e:
    print(e)
