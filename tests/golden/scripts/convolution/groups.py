import torch
import torch.nn.functional as F

x = torch.arange(12.0).reshape(1, 4, 3).requires_grad_()
w = torch.ones(2, 2, 1, requires_grad=True)
print(F.conv1d(x, w, groups=2))
depthwise = torch.tensor([[[1.0]], [[2.0]], [[3.0]], [[4.0]]], requires_grad=True)
y = F.conv1d(x, depthwise, groups=4)
print(y)
y.sum().backward()
print(x.grad, depthwise.grad)
for groups in (0, -1, 3):
    try:
        F.conv1d(x, w, groups=groups)
    except RuntimeError as e:
        print(str(e).split("\n")[0])
