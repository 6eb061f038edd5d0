import torch
from torch.optim.lr_scheduler import ConstantLR, LinearLR

w = torch.zeros(1, requires_grad=True)
for make in [
    lambda o: ConstantLR(o, factor=0.5, total_iters=2),
    lambda o: LinearLR(o, start_factor=0.25, total_iters=3),
    lambda o: LinearLR(o, start_factor=1.0, end_factor=0.5, total_iters=2),
]:
    optimizer = torch.optim.SGD([w], lr=2.0)
    scheduler = make(optimizer)
    rates = []
    for epoch in range(5):
        rates += scheduler.get_last_lr()
        optimizer.step()
        scheduler.step()
    print(type(scheduler).__name__, rates)
for make in [
    lambda: ConstantLR(optimizer, factor=2.0),
    lambda: LinearLR(optimizer, start_factor=0),
    lambda: LinearLR(optimizer, end_factor=1.5),
]:
    try:
        make()
    except ValueError as e:
        print(e)
