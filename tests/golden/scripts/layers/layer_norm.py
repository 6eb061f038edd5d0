import torch
from torch import nn

norm = nn.LayerNorm(2, eps=0.0)
x = torch.tensor([[1.0, 3.0], [0.0, 8.0]], requires_grad=True)
y = norm(x)
print(norm, y.detach(), dict(norm.state_dict()))
y[:, 0].sum().backward()
print(norm.weight.grad, norm.bias.grad)
print(
    nn.LayerNorm((2, 3)), nn.LayerNorm([2], elementwise_affine=False), nn.LayerNorm(2, bias=False)
)
print(nn.LayerNorm(2, bias=False).bias, nn.LayerNorm(2).normalized_shape)
try:
    norm(torch.ones(3))
except RuntimeError as e:
    print(str(e).split("\n")[0])
