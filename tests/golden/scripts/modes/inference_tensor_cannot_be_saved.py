import torch

x = torch.ones(2, requires_grad=True)
with torch.inference_mode():
    y = torch.ones(2) * 3
for f in (lambda: x * y, lambda: torch.where(x > 0, x, y), lambda: x + y, lambda: torch.dot(x, y), lambda: torch.cat([x, y]), lambda: x @ y, lambda: x / y, lambda: y / x):
    try:
        print(f())
    except RuntimeError as e:
        print(e)
