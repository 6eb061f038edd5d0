import torch
m = torch.tensor([[1.0, 2.0], [3.0, 4.0]], requires_grad=True)
a, b = m
print(a, b)
for row in m:
    print(row.sum())
(a * b).sum().backward()
print(m.grad)
print(len(m), [r.tolist() for r in m.unbind(1)])
try:
    for q in torch.tensor(1.0):
        print(q)
except TypeError as e:
    print(e)
try:
    len(torch.tensor(1.0))
except TypeError as e:
    print(e)
