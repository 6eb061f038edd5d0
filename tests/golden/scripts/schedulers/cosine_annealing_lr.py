import torch
from torch.optim.lr_scheduler import CosineAnnealingLR

optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
scheduler = CosineAnnealingLR(optimizer, T_max=4, eta_min=0.25)
for epoch in range(10):
    print([round(rate, 12) for rate in scheduler.get_last_lr()])
    optimizer.step()
    scheduler.step()
scheduler.step(2)
print(scheduler.get_last_lr(), scheduler.last_epoch)
print(list(scheduler.state_dict()))
