import torch

x = torch.tensor(1., requires_grad=True)
x.register_post_accumulate_grad_hook(lambda p: print("first", p.grad))
x.register_post_accumulate_grad_hook(lambda p: print("second", p.grad))
(x * 2 + x * 3).backward()
x.grad.zero_()
print(torch.autograd.grad(x * 5, x))
