import warnings

import torch

x = torch.tensor([1.0, 2.0], requires_grad=True)
y = x * 2
with warnings.catch_warnings():
    warnings.simplefilter("error")
    try:
        y.grad
    except UserWarning as w:
        print(str(w).split(".")[0])
    print(x.grad, x.detach().grad)
    y.retain_grad()
    print(y.grad)
