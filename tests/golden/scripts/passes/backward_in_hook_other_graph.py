import torch

x = torch.tensor([1.0, 2.0], requires_grad=True)
w = torch.tensor([3.0, 4.0], requires_grad=True)


def hook(grad):
    print("enabled", torch.is_grad_enabled())
    with torch.enable_grad():
        v = grad.detach().requires_grad_()
        inner = (v * w).sum()
    inner.backward()
    print(v.grad, w.grad)
    return v.grad


h = x * 2
h.register_hook(hook)
(h * h).sum().backward()
print(x.grad, w.grad, torch.is_grad_enabled())
