import torch
x = torch.tensor([1.0, 2.0], requires_grad=True)
y = x.exp()
z = x * 3
f = y.grad_fn
print(f._saved_result)
print(f.name(), f)
y.sum().backward()
try:
    f._saved_result
except RuntimeError as e:
    print(e)
