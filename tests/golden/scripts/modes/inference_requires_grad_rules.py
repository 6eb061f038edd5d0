import torch

with torch.inference_mode():
    a = torch.ones(2)
    a.requires_grad_()
    b = torch.ones(2, requires_grad=True)
    print(a.requires_grad, b.requires_grad, (a * 2).requires_grad, (b + 1).requires_grad)
    c = torch.ones(2)
print((b + 1).requires_grad)
for f in (lambda: c.requires_grad_(), lambda: c.requires_grad_(True)):
    try:
        f()
    except RuntimeError as e:
        print(e)
print(c.requires_grad_(False).requires_grad)
