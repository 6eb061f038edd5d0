import torch
x = torch.tensor([1.0, 2.0])
w = torch.tensor([3.0, 4.0], requires_grad=True)
x.mul_(w)
print(x, x.requires_grad, x.is_leaf, x.grad_fn.name())
x.sum().backward()
print(w.grad)
