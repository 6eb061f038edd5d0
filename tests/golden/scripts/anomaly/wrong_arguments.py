import torch

for bad in ("yes", 1, None):
    try:
        torch.autograd.set_detect_anomaly(bad)
        print("fine")
    except TypeError as e:
        print(e)
print(torch.is_anomaly_enabled())
