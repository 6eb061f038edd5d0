import torch
z = torch.tensor([1.0 + 2.0j, 3.0 - 1.0j], requires_grad=True)
w = z * 1
w.real.add_(10)
w.imag.mul_(2)
print(w)
(w.real * 3 + w.imag * 5).sum().backward()
print(z.grad)
