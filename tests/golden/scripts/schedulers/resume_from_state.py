import torch
from torch.optim.lr_scheduler import StepLR

w = torch.zeros(1, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=1.0)
scheduler = StepLR(optimizer, step_size=2, gamma=0.5)
for epoch in range(3):
    optimizer.step()
    scheduler.step()
saved, options = scheduler.state_dict(), optimizer.state_dict()
print(saved, options["param_groups"][0]["lr"])
fresh = torch.optim.SGD([w], lr=9.0)
again = StepLR(fresh, step_size=5)
fresh.load_state_dict(options)
again.load_state_dict(saved)
for epoch in range(3):
    fresh.step()
    again.step()
    print(again.get_last_lr(), again.last_epoch)
third = StepLR(fresh, step_size=2, gamma=0.5, last_epoch=5)
print(third.get_last_lr(), third.last_epoch, third.base_lrs)
