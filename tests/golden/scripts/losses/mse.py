import torch
import torch.nn.functional as F
p = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
t = torch.tensor([1.5, 2.0, 1.0])
for r in ['mean', 'sum', 'none']:
    p.grad = None
    l = F.mse_loss(p, t, reduction=r)
    print(l)
    l.sum().backward()
    print(p.grad)
print(torch.nn.functional.mse_loss(p, t).grad_fn.name())
