import torch
x = torch.tensor(2.0, requires_grad=True)
with torch.no_grad():
    with torch.enable_grad():
        a = x * 2
        print(torch.is_grad_enabled())
    b = x * 3
    print(torch.is_grad_enabled())
    with torch.set_grad_enabled(True):
        c = x * 4
print(a.requires_grad, b.requires_grad, c.requires_grad)
(a + b + c).backward()
print(x.grad)
