import torch
from torch.optim.lr_scheduler import ChainedScheduler, ExponentialLR, ReduceLROnPlateau, SequentialLR

w = torch.zeros(1, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=1.0)
other = torch.optim.SGD([w], lr=1.0)
one, two = ExponentialLR(optimizer, 0.5), ExponentialLR(other, 0.5)
for make in [
    lambda: SequentialLR(optimizer, [], []),
    lambda: SequentialLR(optimizer, [one], [3]),
    lambda: SequentialLR(optimizer, [one, two], [3]),
    lambda: SequentialLR(optimizer, [one, ReduceLROnPlateau(optimizer)], [3]),
    lambda: SequentialLR(optimizer, [one, 5], [3]),
    lambda: ChainedScheduler([]),
    lambda: ChainedScheduler([one, two]),
]:
    try:
        make()
    except Exception as e:
        print(type(e).__name__, str(e).split(" has SGD")[0])
