import torch
from torch.autograd.graph import saved_tensors_hooks


def unpack(t):
    print("unpack", torch.is_grad_enabled())
    return t


x = torch.tensor([1.0, 2.0], requires_grad=True)
c = torch.tensor([3.0, 4.0])
with saved_tensors_hooks(lambda t: t.detach().clone(), unpack):
    y = x * c
    z = (y * y).exp()
print(y.grad_fn._saved_other)
print(z.grad_fn._saved_result)
m = z.grad_fn.next_functions[0][0]
print(m.name(), m._saved_self, m._saved_other.grad_fn is y.grad_fn)
print(y.grad_fn._saved_self)
z.sum().backward(retain_graph=True)
print(x.grad)
