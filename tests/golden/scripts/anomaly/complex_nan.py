import torch

x = torch.tensor([0j, 1 + 1j], requires_grad=True)
with torch.autograd.set_detect_anomaly(True):
    y = (x / x).abs().sum()
    try:
        y.backward()
    except RuntimeError as e:
        print(e)
