import torch

x = torch.tensor([1.0, 2.0], requires_grad=True)
w = torch.tensor([1.0, 2.0], requires_grad=True)
h = x * w
h.retain_grad()
x.register_post_accumulate_grad_hook(lambda p: print("never"))
print(torch.autograd.grad(h.sum(), x))
print(x.grad, w.grad, h.grad)
h = x * w
h.retain_grad()
print(torch.autograd.grad((h * 2).sum(), [h, w]))
print(x.grad, w.grad, h.grad)
