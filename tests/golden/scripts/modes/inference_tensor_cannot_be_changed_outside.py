import torch

with torch.inference_mode():
    y = torch.zeros(2)
    y.add_(1)
    y[0] = 5
print(y)
for f in (lambda: y.add_(1), lambda: y.zero_(), lambda: y.view(2, 1).mul_(2), lambda: y.copy_(torch.ones(2)), lambda: y.fill_(2)):
    try:
        f()
    except RuntimeError as e:
        print(e)
with torch.no_grad():
    try:
        y += 1
    except RuntimeError as e:
        print(e)
