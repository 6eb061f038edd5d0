import torch
z = torch.tensor([1.0 + 2.0j], requires_grad=True)
w = z * 1
w.conj_physical_()
print(w, w.grad_fn.name())
torch.view_as_real(w).sum().backward()
print(z.grad)
