import torch
from torch.func import grad, jacrev
def loss(x):
    """The loss."""
    return x.sum()
for f in (grad(loss), jacrev(loss), grad(grad(loss))):
    print(f.__name__)
print(grad(lambda x: x).__name__)
