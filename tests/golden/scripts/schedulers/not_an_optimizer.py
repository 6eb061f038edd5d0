import torch
from torch.optim import lr_scheduler

w = torch.zeros(1, requires_grad=True)
for make in [
    lambda: lr_scheduler.StepLR(w, 2),
    lambda: lr_scheduler.ExponentialLR([w], 0.5),
    lambda: lr_scheduler.CyclicLR("sgd", 0.1, 0.2),
    lambda: lr_scheduler.StepLR(torch.optim.SGD([w], lr=0.1), 2, last_epoch=3),
    lambda: lr_scheduler.LRScheduler(torch.optim.SGD([w], lr=0.1)),
]:
    try:
        make()
    except Exception as e:
        print(type(e).__name__, str(e).split("\n")[0].split("\\n")[0])
