import torch

x = torch.tensor(0., requires_grad=True)
with torch.autograd.set_detect_anomaly(True):
    x.sqrt().backward()
print(x.grad)
