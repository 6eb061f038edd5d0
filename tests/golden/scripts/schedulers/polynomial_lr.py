import torch
from torch.optim.lr_scheduler import PolynomialLR

for power in [1.0, 2.0]:
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
    scheduler = PolynomialLR(optimizer, total_iters=4, power=power)
    for epoch in range(6):
        print([round(rate, 12) for rate in scheduler.get_last_lr()])
        optimizer.step()
        scheduler.step()
