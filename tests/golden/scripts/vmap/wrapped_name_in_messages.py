import torch
from functools import partial


def named(a, b):
    return a


class Call:
    def __call__(self, a):
        return a

    def __repr__(self):
        return "Call()"


for f in (named, partial(named, torch.ones(2)), Call(), lambda a, b: a):
    try:
        torch.vmap(f)(2.0)
    except ValueError as error:
        print(error)
