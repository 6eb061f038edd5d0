import torch
x = torch.tensor(2.0, requires_grad=True)
a = x * 3
b = a + x
c = a * b
d = c - b / a
d.backward()
print(d, x.grad)
print(a.is_leaf, b.is_leaf, x.is_leaf, d.requires_grad)
print(d.grad_fn.name(), [f[0].name() for f in d.grad_fn.next_functions])
