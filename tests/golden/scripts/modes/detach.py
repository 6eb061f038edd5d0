import torch
x = torch.tensor([1.0, 2.0], requires_grad=True)
y = x * 2
z = y.detach() * x
z.sum().backward()
print(x.grad)
d = y.detach()
print(d.requires_grad, d.is_leaf, d.data_ptr() == y.data_ptr())
y.detach_()
print(y.requires_grad, y.grad_fn, y.is_leaf)
s = x.detach().numpy()
print(s, type(s).__name__)
try:
    x.numpy()
except RuntimeError as e:
    print(e)
