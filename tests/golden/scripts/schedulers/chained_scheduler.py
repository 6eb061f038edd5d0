import torch
from torch.optim.lr_scheduler import ChainedScheduler, ConstantLR, ExponentialLR

optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
scheduler = ChainedScheduler(
    [ConstantLR(optimizer, factor=0.5, total_iters=3), ExponentialLR(optimizer, gamma=0.5)]
)
for epoch in range(5):
    print(scheduler.get_last_lr(), optimizer.param_groups[0]["lr"])
    optimizer.step()
    scheduler.step()
print(scheduler.state_dict()["_schedulers"][1])
