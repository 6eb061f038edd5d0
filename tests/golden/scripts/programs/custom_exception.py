import torch
class Diverged(Exception):
    pass
def train(lr):
    w = torch.tensor(1.0, requires_grad=True)
    for i in range(50):
        loss = (w * 3 - 1) ** 2
        if loss > 1e6:
            raise Diverged(f'step {i}: {loss.item():.3e}')
        g, = torch.autograd.grad(loss, w)
        with torch.no_grad():
            w -= lr * g
    return w
for lr in [0.01, 0.05, 1.0]:
    try:
        print(lr, train(lr))
    except Diverged as e:
        print(lr, 'diverged', e)
