import torch
from functools import partial


@partial(torch.vmap, in_dims=(0, None))
def shift(row, by):
    """Add a number."""
    return row + by


print(shift(torch.ones(2, 2), torch.tensor([1.0, 2.0])))
print(shift(torch.ones(2, 2), 5))
print(shift.__name__)


class Model:
    def __init__(self, w):
        self.w = w

    def forward(self, x):
        return (self.w * x).sum()


model = Model(torch.tensor([1.0, 2.0]))
print(torch.vmap(model.forward)(torch.ones(3, 2)))
