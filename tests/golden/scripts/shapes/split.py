import torch
x = torch.arange(10.0, requires_grad=True)
for p in x.split(4):
    print(p)
a, b, c = torch.split(x, [2, 3, 5])
(a.sum() * 1 + b.sum() * 2 + c.sum() * 3).backward()
print(x.grad)
print(a.grad_fn.name(), b.output_nr, c.output_nr)
m = torch.arange(6).reshape(2, 3)
print([t.shape for t in m.split(2, dim=1)])
try:
    x.split([2, 3])
except RuntimeError as e:
    print(e)
print([t.tolist() for t in m.chunk(3, dim=1)])
