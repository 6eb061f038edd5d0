import torch
from torch.optim.lr_scheduler import ConstantLR, ExponentialLR, LinearLR, SequentialLR

optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
parts = [
    ConstantLR(optimizer, factor=0.5, total_iters=9),
    ExponentialLR(optimizer, gamma=0.5),
    LinearLR(optimizer, start_factor=0.5, total_iters=2),
]
scheduler = SequentialLR(optimizer, parts, milestones=[2, 4])
for epoch in range(8):
    print(scheduler.last_epoch, scheduler.get_last_lr())
    optimizer.step()
    scheduler.step()
print(scheduler.state_dict())
