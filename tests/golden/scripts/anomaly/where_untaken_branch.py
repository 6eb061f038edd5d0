import torch

x = torch.tensor([0., 4.], requires_grad=True)
with torch.autograd.set_detect_anomaly(True):
    y = torch.where(x > 0, x.sqrt(), torch.zeros(2)).sum()
    try:
        y.backward()
    except RuntimeError as e:
        print(e)
print(x.grad)
