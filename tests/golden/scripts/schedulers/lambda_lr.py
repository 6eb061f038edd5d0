import torch
from torch.optim.lr_scheduler import LambdaLR


class Decay:
    def __init__(self, rate):
        self.rate = rate
        self.calls = 0

    def __call__(self, epoch):
        self.calls += 1
        return self.rate ** epoch


a, b = torch.zeros(1, requires_grad=True), torch.zeros(1, requires_grad=True)
optimizer = torch.optim.SGD([{"params": [a]}, {"params": [b], "lr": 4.0}], lr=1.0)
decay = Decay(0.5)
scheduler = LambdaLR(optimizer, [lambda epoch: 1 + epoch, decay])
for epoch in range(3):
    print(scheduler.get_last_lr())
    optimizer.step()
    scheduler.step()
saved = scheduler.state_dict()
print(saved)
other = LambdaLR(optimizer, [lambda epoch: 1.0, Decay(0.25)])
other.load_state_dict(saved)
print(other.last_epoch, other.lr_lambdas[1].rate, other.lr_lambdas[1].calls)
try:
    LambdaLR(optimizer, [decay])
except ValueError as e:
    print(e)
