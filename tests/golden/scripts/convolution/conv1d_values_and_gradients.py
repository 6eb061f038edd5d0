import torch
import torch.nn.functional as F

x = torch.tensor([[[1.0, 2.0, 4.0, 8.0]]], requires_grad=True)
w = torch.tensor([[[1.0, -1.0]], [[0.5, 2.0]]], requires_grad=True)
b = torch.tensor([0.25, -0.25], requires_grad=True)
y = F.conv1d(x, w, b)
print(y)
print(y.shape, y.grad_fn.name(), [n.name() for n, _ in y.grad_fn.next_functions])
y.sum().backward()
print(x.grad)
print(w.grad)
print(b.grad)
