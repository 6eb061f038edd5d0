import torch

a = torch.tensor(0., requires_grad=True)
b = torch.tensor(float("inf"), requires_grad=True)
with torch.autograd.set_detect_anomaly(True):
    y = (a * b)
    try:
        (y * 0).backward()
    except RuntimeError as e:
        print(e)
    try:
        (b * a).backward(torch.tensor(0.))
    except RuntimeError as e:
        print(e)
