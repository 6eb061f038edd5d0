import torch
from torch.optim.lr_scheduler import ExponentialLR, OneCycleLR

rate = torch.tensor(1.0)
w = torch.tensor([2.0], requires_grad=True)
optimizer = torch.optim.SGD([w], lr=rate)
scheduler = ExponentialLR(optimizer, gamma=0.5)
w.grad = torch.ones(1)
for epoch in range(3):
    optimizer.step()
    scheduler.step()
    print(w, rate, scheduler.get_last_lr())
print(optimizer.param_groups[0]["lr"] is rate, optimizer.param_groups[0]["initial_lr"])
