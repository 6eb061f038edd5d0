import torch
for v in [[1.0, 2.0, 3.0], [0.0, 2.0, 3.0], [0.0, 0.0, 3.0]]:
    x = torch.tensor(v, requires_grad=True)
    p = x.prod()
    p.backward()
    print(p, x.grad)
x = torch.tensor([[1.0, 0.0, 2.0], [3.0, 4.0, 5.0]], requires_grad=True)
p = x.prod(dim=1)
print(p, x.prod(0, keepdim=True))
p.sum().backward()
print(x.grad)
