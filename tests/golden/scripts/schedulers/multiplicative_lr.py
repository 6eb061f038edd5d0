import torch
from torch.optim.lr_scheduler import MultiplicativeLR

optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
scheduler = MultiplicativeLR(optimizer, lambda epoch: 0.5 if epoch % 2 else 1.0)
for epoch in range(5):
    print(scheduler.get_last_lr())
    optimizer.step()
    scheduler.step()
print(scheduler.state_dict())
try:
    MultiplicativeLR(optimizer, 0.5)
except TypeError as e:
    print(e)
