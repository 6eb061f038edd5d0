import torch
import warnings
from torch.optim.lr_scheduler import ExponentialLR

w = torch.zeros(1, requires_grad=True)


def warns(action):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            action()
            return "silent"
        except UserWarning as e:
            return str(e)[:75]


optimizer = torch.optim.SGD([w], lr=1.0)
scheduler = ExponentialLR(optimizer, 0.5)
print(warns(scheduler.step))
print(warns(scheduler.get_lr))
optimizer = torch.optim.SGD([w], lr=1.0)
scheduler = ExponentialLR(optimizer, 0.5)
optimizer.step()
print(warns(scheduler.step))
print(warns(lambda: scheduler.step(5)))
print(scheduler.get_last_lr())
