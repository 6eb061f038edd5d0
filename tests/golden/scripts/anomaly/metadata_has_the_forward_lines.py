import torch

x = torch.tensor(1., requires_grad=True)
with torch.autograd.set_detect_anomaly(True, check_nan=False):
    y = x.sin()
print(sorted(y.grad_fn.metadata))
print(y.grad_fn.metadata["traceback_"][-1].split("\n")[0].split(",")[1:])
print(x.sin().grad_fn.metadata)
