import torch
import torch.nn.functional as F

x = torch.tensor([[[1.0, 2.0, 3.0]]], requires_grad=True)
w = torch.tensor([[[1.0, 0.5]]], requires_grad=True)
y = F.conv_transpose1d(x, w, stride=2)
print(y, y.grad_fn.name())
print(F.conv_transpose1d(x, w, stride=2, output_padding=1))
print(F.conv_transpose1d(x, w, padding=1))
y.pow(2).sum().backward()
print(x.grad, w.grad)
square = F.conv_transpose2d(
    torch.ones(1, 1, 2, 2), torch.ones(1, 2, 2, 2), torch.tensor([0.0, 1.0])
)
print(square)
for options in ({"output_padding": 1}, {"padding": 3}, {"output_padding": -1}):
    try:
        F.conv_transpose1d(x, w, **options)
    except RuntimeError as e:
        print(str(e).split("\n")[0])
