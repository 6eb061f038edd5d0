import torch
x = torch.tensor([1.0, 2.0, 3.0, 4.0], requires_grad=True)

b = torch.ones(4)
print(b.requires_grad, b.is_leaf)
b.mul_(x)
print(b.requires_grad, b.is_leaf, [f and f.name() for f, k in b.grad_fn.next_functions])
b.sum().backward()
print(x.grad, b.grad)
