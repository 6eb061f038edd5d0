import torch

x = torch.ones(2, requires_grad=True)
with torch.inference_mode():
    y = (x * 2).sum()
    try:
        y.backward()
    except RuntimeError as e:
        print(e)
y = (x * 2).sum()
with torch.inference_mode():
    try:
        y.backward()
        print(x.grad, x.grad.is_inference())
    except RuntimeError as e:
        print(e)
