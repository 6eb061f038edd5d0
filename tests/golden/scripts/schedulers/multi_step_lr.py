import torch
from torch.optim.lr_scheduler import MultiStepLR

optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=8.0)
scheduler = MultiStepLR(optimizer, milestones=[2, 4, 4, 5], gamma=0.5)
rates = []
for epoch in range(7):
    rates += scheduler.get_last_lr()
    optimizer.step()
    scheduler.step()
print(rates)
print(scheduler.state_dict())
