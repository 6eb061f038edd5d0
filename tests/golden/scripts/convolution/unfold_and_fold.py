import torch
import torch.nn.functional as F

x = torch.arange(9.0).reshape(1, 1, 3, 3).requires_grad_()
columns = F.unfold(x, 2)
print(columns, columns.grad_fn.name())
image = F.fold(columns, (3, 3), 2)
print(image, image.grad_fn.name())
image.sum().backward()
print(x.grad)
w = torch.tensor([[[[1.0, 2.0], [3.0, 4.0]]]])
print((w.view(1, -1) @ columns).view(1, 1, 2, 2) - F.conv2d(x, w))
for call in (lambda: F.unfold(x, 4), lambda: F.fold(columns, (4, 4), 2)):
    try:
        call()
    except RuntimeError as e:
        print(str(e).split("\n")[0])
