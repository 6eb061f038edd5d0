import torch
import torch.nn.functional as F

x = torch.arange(8.0).reshape(1, 4, 1, 2).requires_grad_()
y = F.pixel_shuffle(x, 2)
print(y, y.grad_fn.name())
print(F.pixel_unshuffle(y, 2).equal(x))
y.backward(torch.arange(8.0).reshape(1, 1, 2, 4))
print(x.grad)
print(F.channel_shuffle(torch.arange(4).reshape(1, 4, 1), 2).flatten())
try:
    F.pixel_shuffle(x, 3)
except RuntimeError as e:
    print(e)
