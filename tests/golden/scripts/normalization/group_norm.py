import torch
import torch.nn.functional as F

x = torch.tensor([[1.0, 3.0, 10.0, 30.0]], requires_grad=True)
w = torch.ones(4, requires_grad=True)
y = F.group_norm(x, 2, w, eps=0.0)
print(y)
print(y.grad_fn.name(), [n and n.name() for n, _ in y.grad_fn.next_functions])
y[0, 0].backward()
print(w.grad)
for groups in (3, 0, -1):
    try:
        F.group_norm(x, groups)
    except Exception as e:
        print(type(e).__name__, e)
try:
    F.group_norm(x, 4)
except ValueError as e:
    print(e)
