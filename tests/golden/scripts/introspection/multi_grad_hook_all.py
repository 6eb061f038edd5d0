import torch
from torch.autograd.graph import register_multi_grad_hook

a = torch.tensor([1.0, 2.0], requires_grad=True)
b = torch.tensor([3.0, 4.0], requires_grad=True)
c = a * b
d = a + b


def fn(grads):
    print("hook", type(grads).__name__, grads)


handle = register_multi_grad_hook((a, b, c, d), fn)
c.sum().backward(retain_graph=True)
print("inputs")
c.sum().backward(inputs=(a,), retain_graph=True)
print("both")
(c + d).sum().backward(retain_graph=True)
print("grad")
torch.autograd.grad((c + d).sum(), [c, d], retain_graph=True)
handle.remove()
print("removed")
(c * d).sum().backward()
print(a.grad, b.grad)
