import torch
import torch.nn.functional as F
x = torch.tensor([[1.0, 2.0, 0.5], [0.1, 0.2, 3.0]], requires_grad=True)
t = torch.tensor([1, 0])
l = F.cross_entropy(x, t)
l.backward()
print(l, x.grad)
print(F.cross_entropy(x, t, reduction='none'), F.cross_entropy(x, t, reduction='sum'))
x.grad = None
p = torch.tensor([[0.2, 0.8, 0.0], [0.5, 0.25, 0.25]])
F.cross_entropy(x, p).backward()
print(x.grad)
print(F.cross_entropy(x, t, weight=torch.tensor([1.0, 2.0, 3.0])), F.cross_entropy(x, t, label_smoothing=0.1), F.cross_entropy(x, torch.tensor([-100, 2])))
try:
    F.cross_entropy(x, torch.tensor([1, 3]))
except IndexError as e:
    print(e)
try:
    F.cross_entropy(x, torch.tensor([1, 2, 0]))
except ValueError as e:
    print(e)
