import torch

x = torch.tensor(0., requires_grad=True)
with torch.autograd.detect_anomaly():
    y = x.sqrt() * 0
    try:
        y.backward()
    except RuntimeError as e:
        print(e)
print(x.grad)
