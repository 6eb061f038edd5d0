import torch
x = torch.tensor([[1.0, 2.0], [3.0, 4.0]], requires_grad=True)
y = x * 2
with torch.no_grad():
    for v in [x.t(), x.view(4), x[0], x.split(1)[-1], x.expand(2, 2, 2), x.detach(), (x * 1).t(), y.t(), x[[0]], x.clone()]:
        print(v.requires_grad, v.is_leaf, v.grad_fn)
    w = y[0]
print(w)
(w * 3).sum().backward()
print(x.grad)
