import torch
x = torch.tensor([1.0, 2.0, 3.0, 4.0], requires_grad=True)

w = torch.tensor(3.0, requires_grad=True)
y = x * 1
y[1:3].mul_(w)
fn = y.grad_fn
print(fn.name(), [(f.name(), k) for f, k in fn.next_functions])
b = torch.ones(4)
b[0].mul_(w)
print(b.grad_fn.name(), [f and f.name() for f, k in b.grad_fn.next_functions], b.requires_grad)
b.sum().backward()
print(w.grad)
