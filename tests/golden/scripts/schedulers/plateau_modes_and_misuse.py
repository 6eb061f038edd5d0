import torch
from torch.optim.lr_scheduler import ReduceLROnPlateau

w = torch.zeros(1, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=1.0)
scheduler = ReduceLROnPlateau(optimizer, "max", factor=0.5, patience=0, threshold=0.5, threshold_mode="abs")
for score in [torch.tensor(1.0), torch.tensor(1.25), 2.0, 2.5, 2.25]:
    scheduler.step(score)
    print(scheduler.get_last_lr(), scheduler.best)
for make in [
    lambda: ReduceLROnPlateau(optimizer, factor=1.0),
    lambda: ReduceLROnPlateau(optimizer, "best"),
    lambda: ReduceLROnPlateau(optimizer, threshold_mode="both"),
    lambda: ReduceLROnPlateau(optimizer, min_lr=[0.1, 0.2]),
    lambda: ReduceLROnPlateau("optimizer"),
    lambda: scheduler.step(),
    lambda: scheduler.step("low"),
]:
    try:
        make()
    except Exception as e:
        print(type(e).__name__, e)
