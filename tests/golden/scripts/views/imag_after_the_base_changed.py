import torch
z = torch.tensor([1.0 + 2.0j], requires_grad=True)
w = z * 1
i = w.imag
r = torch.view_as_real(w)
w.mul_(2)
fn = i.grad_fn
names = []
while fn is not None:
    names.append(fn.name())
    fn = fn.next_functions[0][0] if fn.next_functions else None
print(names, r.grad_fn.name(), i)
i.sum().backward()
print(z.grad)
