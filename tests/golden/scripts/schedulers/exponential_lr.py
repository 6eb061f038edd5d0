import torch
from torch.optim.lr_scheduler import ExponentialLR

a, b = torch.zeros(1, requires_grad=True), torch.zeros(1, requires_grad=True)
optimizer = torch.optim.SGD([{"params": [a], "lr": 4.0}, {"params": [b]}], lr=1.0)
scheduler = ExponentialLR(optimizer, gamma=0.5)
for epoch in range(4):
    print(scheduler.get_last_lr(), scheduler.base_lrs)
    optimizer.step()
    scheduler.step()
tenth = ExponentialLR(torch.optim.SGD([a], lr=0.1), gamma=0.9)
for epoch in range(5):
    tenth.optimizer.step()
    tenth.step()
print(tenth.get_last_lr())
