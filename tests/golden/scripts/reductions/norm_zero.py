import torch
x = torch.zeros(3, requires_grad=True)
for p in [2, 1, float('inf')]:
    x.grad = None
    n = torch.norm(x, p)
    n.backward()
    print(n, x.grad)
m = torch.tensor([[3.0, 4.0], [0.0, 0.0]], requires_grad=True)
n = m.norm(dim=1)
n.sum().backward()
print(n, m.grad)
print(m.norm(), m.norm(p=1, dim=0), m.norm(2, 1, True))
print(n.grad_fn.name())
