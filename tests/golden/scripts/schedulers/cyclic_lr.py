import torch
from torch.optim.lr_scheduler import CyclicLR

w = torch.zeros(1, requires_grad=True)
for options in [
    {"step_size_up": 2},
    {"step_size_up": 2, "mode": "triangular2"},
    {"step_size_up": 1, "step_size_down": 3},
    {"step_size_up": 2, "mode": "exp_range", "gamma": 0.5},
    {"step_size_up": 2, "scale_fn": lambda cycle: 1 / cycle},
]:
    optimizer = torch.optim.SGD([w], lr=9.0, momentum=0.5)
    scheduler = CyclicLR(optimizer, base_lr=1.0, max_lr=3.0, **options)
    pairs = []
    for step in range(7):
        pairs.append((scheduler.get_last_lr()[0], round(optimizer.param_groups[0]["momentum"], 6)))
        optimizer.step()
        scheduler.step()
    print(pairs)
print(scheduler.state_dict()["_scale_fn_custom"], scheduler.total_size, scheduler.step_ratio)
for make in [
    lambda: CyclicLR(torch.optim.Adagrad([w]), 0.1, 0.2),
    lambda: CyclicLR(optimizer, 0.1, 0.2, mode="square"),
    lambda: CyclicLR(optimizer, [0.1, 0.1], 0.2),
]:
    try:
        make()
    except ValueError as e:
        print(e)
