import torch

x = torch.tensor([1.0, 4.0], requires_grad=True)
for f in (
    lambda v: v.sum(),
    lambda v: v.mean(0),
    lambda v: v.prod(),
    lambda v: v.cumsum(0),
    lambda v: v.softmax(-1),
    lambda v: v.max(),
    lambda v: v.sum(0, keepdim=True),
    lambda v: v.argmax(),
):
    y = torch.vmap(f)(x)
    print(y.detach(), y.shape, y.requires_grad)
try:
    torch.vmap(lambda v: v.sum(1))(x)
except IndexError as error:
    print(error)
