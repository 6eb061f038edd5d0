import torch
from torch.optim.lr_scheduler import LRScheduler


class Warmup(LRScheduler):
    def __init__(self, optimizer, steps, last_epoch=-1):
        self.steps = steps
        super().__init__(optimizer, last_epoch)

    def get_lr(self):
        share = min(1.0, (self.last_epoch + 1) / self.steps)
        return [base * share for base in self.base_lrs]


optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
scheduler = Warmup(optimizer, steps=4)
for epoch in range(5):
    print(scheduler.get_last_lr())
    optimizer.step()
    scheduler.step()
print(scheduler.state_dict())
