import torch
z = torch.tensor([1.0 + 2.0j, 3.0 - 1.0j], requires_grad=True)
w = z * 1
r = torch.view_as_real(w)
r[:, 0] *= 3
print(w, w.grad_fn.name(), r.grad_fn.name())
torch.view_as_real(w).sum().backward()
print(z.grad)
