import torch
from torch.optim.lr_scheduler import OneCycleLR

w = torch.zeros(1, requires_grad=True)
optimizer = torch.optim.Adam([w], lr=0.5)
scheduler = OneCycleLR(optimizer, max_lr=1.0, total_steps=8, pct_start=0.5, anneal_strategy="linear")
for step in range(8):
    print([round(rate, 6) for rate in scheduler.get_last_lr()], optimizer.param_groups[0]["betas"])
    optimizer.step()
    if step < 7:
        scheduler.step()
scheduler.step()
try:
    scheduler.step()
except ValueError as e:
    print(e)
print(sorted(optimizer.param_groups[0]))
for options in [{}, {"total_steps": 0}, {"epochs": 2, "steps_per_epoch": 0}, {"total_steps": 5, "pct_start": 2.0}, {"total_steps": 5, "anneal_strategy": "step"}]:
    try:
        OneCycleLR(optimizer, 1.0, **options)
    except ValueError as e:
        print(e)
