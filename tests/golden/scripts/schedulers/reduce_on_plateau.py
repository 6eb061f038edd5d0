import torch
from torch.optim.lr_scheduler import ReduceLROnPlateau

optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
scheduler = ReduceLROnPlateau(optimizer, factor=0.5, patience=1, cooldown=1, min_lr=0.2)
print(scheduler.get_last_lr())
for loss in [3.0, 2.0, 2.0, 2.0, 2.0, 1.9999, 1.5, 2.0, 2.0, 2.0, 2.0, 2.0, 2.0]:
    optimizer.step()
    scheduler.step(loss)
    print(loss, scheduler.get_last_lr(), scheduler.num_bad_epochs, scheduler.in_cooldown)
print(scheduler.state_dict())
