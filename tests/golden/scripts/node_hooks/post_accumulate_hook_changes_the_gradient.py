import torch

x = torch.tensor([3., 4.], requires_grad=True)
x.register_post_accumulate_grad_hook(lambda p: p.grad.mul_(0.5))
(x * 2).sum().backward()
print(x.grad)
(x * 2).sum().backward()
print(x.grad)
