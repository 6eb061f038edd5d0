import torch
from torch.optim.lr_scheduler import OneCycleLR

optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.5, momentum=0.5)
scheduler = OneCycleLR(
    optimizer, max_lr=4.0, epochs=3, steps_per_epoch=4, three_phase=True, div_factor=4.0,
    final_div_factor=8.0, base_momentum=0.5, max_momentum=0.75,
)
for step in range(11):
    print(round(scheduler.get_last_lr()[0], 6), round(optimizer.param_groups[0]["momentum"], 6))
    optimizer.step()
    scheduler.step()
print(scheduler.total_steps)
