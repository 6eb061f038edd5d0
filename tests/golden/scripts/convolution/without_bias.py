import torch
import torch.nn.functional as F

x = torch.ones(1, 1, 3, requires_grad=True)
w = torch.ones(1, 1, 2)
y = F.conv1d(x, w)
print(y.grad_fn.next_functions[1:], w.grad)
y = F.conv1d(x.detach(), w)
print(y.requires_grad, y)
w.requires_grad_()
y = F.conv1d(x.detach(), w, torch.ones(1))
print([n if n is None else n.name() for n, _ in y.grad_fn.next_functions])
