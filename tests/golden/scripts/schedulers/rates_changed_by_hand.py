import torch
from torch.optim.lr_scheduler import CosineAnnealingLR, ExponentialLR, LambdaLR

w = torch.zeros(1, requires_grad=True)
for make in [
    lambda o: ExponentialLR(o, 0.5),
    lambda o: LambdaLR(o, lambda epoch: 0.5 ** epoch),
    lambda o: CosineAnnealingLR(o, 2),
]:
    optimizer = torch.optim.SGD([w], lr=1.0)
    scheduler = make(optimizer)
    optimizer.step()
    scheduler.step()
    optimizer.param_groups[0]["lr"] = 8.0
    print(scheduler.get_last_lr())
    optimizer.step()
    scheduler.step()
    print([round(rate, 12) for rate in scheduler.get_last_lr()])
optimizer.add_param_group({"params": [torch.zeros(1, requires_grad=True)]})
try:
    scheduler.step()
except Exception as e:
    print(type(e).__name__)
