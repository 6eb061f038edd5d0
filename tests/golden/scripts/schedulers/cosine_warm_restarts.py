import torch
from torch.optim.lr_scheduler import CosineAnnealingWarmRestarts

optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
scheduler = CosineAnnealingWarmRestarts(optimizer, T_0=2, T_mult=2)
for epoch in range(8):
    print(round(scheduler.get_last_lr()[0], 12), scheduler.T_cur, scheduler.T_i)
    optimizer.step()
    scheduler.step()
for place in [0, 0.5, 1.5, 2, 7.0]:
    scheduler.step(place)
    print(place, round(scheduler.get_last_lr()[0], 12), scheduler.last_epoch)
for options in [{"T_0": 0}, {"T_0": 2, "T_mult": 0}, {"T_0": 2.5}]:
    try:
        CosineAnnealingWarmRestarts(optimizer, **options)
    except ValueError as e:
        print(e)
try:
    scheduler.step(-1)
except ValueError as e:
    print(e)
