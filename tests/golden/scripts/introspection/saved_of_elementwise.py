import torch

x = torch.tensor([1.0, 2.0], requires_grad=True)
w = torch.tensor([3.0, 4.0], requires_grad=True)
c = torch.tensor([5.0, 6.0])
f = (x * w).grad_fn
print(f._saved_self, f._saved_other, f._saved_self is x)
f = (x * c).grad_fn
print(f._saved_self, f._saved_other)
f = (c * x).grad_fn
print(f._saved_self, f._saved_other)
f = (x * 2).grad_fn
print(f._saved_self, f._saved_other, f._saved_other.dtype)
f = (x * 2.5).grad_fn
print(f._saved_other, f._saved_other.dtype)
f = (x / w).grad_fn
print(f._saved_self, f._saved_other)
f = (x**3).grad_fn
print(f._saved_self, f._saved_exponent)
f = (x**w).grad_fn
print(f._saved_self, f._saved_exponent, f._saved_result)
f = (2**x).grad_fn
print(f._saved_self, f._saved_exponent, f._saved_result)
print((x + w).grad_fn._saved_alpha, torch.add(x, w, alpha=3).grad_fn._saved_alpha)
print((x - w).grad_fn._saved_alpha, torch.sub(x, w, alpha=-2).grad_fn._saved_alpha)
print(x.sin().grad_fn._saved_self, x.relu().grad_fn._saved_result)
r = (x * 0).exp()
print(r.grad_fn._saved_result, r.grad_fn._saved_result is r)
h = x * 2
print((h * w).grad_fn._saved_self, (h * w).grad_fn._saved_self is h)
