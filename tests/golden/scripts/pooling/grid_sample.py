import torch
import torch.nn.functional as F

image = torch.arange(4.0).reshape(1, 1, 2, 2).requires_grad_()
theta = torch.tensor([[[1.0, 0.0, 0.5], [0.0, 1.0, 0.0]]], requires_grad=True)
grid = F.affine_grid(theta, (1, 1, 2, 2), align_corners=True)
print(grid, grid.grad_fn.name())
for padding in ("zeros", "border", "reflection"):
    y = F.grid_sample(image, grid, padding_mode=padding, align_corners=True)
    print(y, y.grad_fn.name(), [n.name() for n, _ in y.grad_fn.next_functions])
    print(torch.autograd.grad(y.sum(), (image, theta), retain_graph=True))
try:
    F.grid_sample(image, grid, mode="cubic")
except ValueError as e:
    print(e)
