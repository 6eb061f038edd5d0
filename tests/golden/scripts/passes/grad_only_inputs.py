import warnings

import torch

x = torch.tensor([1.0, 2.0], requires_grad=True)
w = torch.tensor([1.0, 2.0], requires_grad=True)
y = (x * w).sum()
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    print(torch.autograd.grad(y, x, only_inputs=False))
print(x.grad, w.grad)
