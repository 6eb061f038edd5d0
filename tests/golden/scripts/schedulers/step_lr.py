import torch
from torch.optim.lr_scheduler import StepLR

w = torch.zeros(1, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=1.0)
scheduler = StepLR(optimizer, step_size=3, gamma=0.5)
print(optimizer.param_groups[0]["initial_lr"], scheduler.last_epoch, scheduler.get_last_lr())
for epoch in range(8):
    optimizer.step()
    scheduler.step()
    print(epoch, scheduler.get_last_lr(), optimizer.param_groups[0]["lr"])
print(scheduler.state_dict())
print(optimizer)
