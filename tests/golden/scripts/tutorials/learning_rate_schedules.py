import math
import torch
from torch import nn, optim
from torch.optim.lr_scheduler import StepLR, LambdaLR, ExponentialLR, CosineAnnealingLR, ReduceLROnPlateau, OneCycleLR, MultiStepLR, LinearLR, SequentialLR, CosineAnnealingWarmRestarts


def warmup_cosine(warmup, total):
    def schedule(step):
        if step < warmup:
            return (step + 1) / warmup
        progress = (step - warmup) / max(1, total - warmup)
        return 0.5 * (1.0 + math.cos(math.pi * progress))
    return schedule


def make():
    torch.manual_seed(0)
    model = nn.Linear(2, 1)
    return model, optim.SGD([
        {'params': [model.weight]},
        {'params': model.bias, 'lr': 0.5},
    ], lr=0.1, momentum=0.9, weight_decay=1e-4)


schedulers = {
    'StepLR': lambda o: StepLR(o, step_size=3, gamma=0.1),
    'MultiStepLR': lambda o: MultiStepLR(o, milestones=[2, 5], gamma=0.5),
    'LambdaLR': lambda o: LambdaLR(o, lr_lambda=warmup_cosine(3, 10)),
    'ExponentialLR': lambda o: ExponentialLR(o, 0.9),
    'CosineAnnealingLR': lambda o: CosineAnnealingLR(o, T_max=8, eta_min=1e-3),
    'CosineAnnealingWarmRestarts': lambda o: CosineAnnealingWarmRestarts(o, T_0=4, T_mult=2),
    'OneCycleLR': lambda o: OneCycleLR(o, max_lr=0.3, total_steps=10),
    'SequentialLR': lambda o: SequentialLR(o, [LinearLR(o, start_factor=0.1, total_iters=3), ExponentialLR(o, 0.8)], milestones=[3]),
}
x = torch.tensor([[1., 2.], [3., 4.]])
for name, build in schedulers.items():
    model, optimizer = make()
    scheduler = build(optimizer)
    rates = []
    for epoch in range(8):
        optimizer.zero_grad(set_to_none=True)
        loss = model(x).pow(2).mean()
        loss.backward()
        optimizer.step()
        scheduler.step()
        rates.append([round(g, 5) for g in scheduler.get_last_lr()])
    print(name, scheduler.__class__.__name__, rates, f'{loss.item():.4f}')

model, optimizer = make()
scheduler = ReduceLROnPlateau(optimizer, mode='min', factor=0.5, patience=1)
for value in [1.0, 0.9, 0.95, 0.96, 0.97, 0.5, 0.6, 0.6, 0.6]:
    scheduler.step(value)
    print(value, optimizer.param_groups[0]['lr'], optimizer.param_groups[-1]['lr'])
print(sorted(optimizer.state_dict()), sorted(optimizer.param_groups[0])[:4])
for group in optimizer.param_groups:
    group['lr'] *= 0.5
print([g['lr'] for g in optimizer.param_groups])
