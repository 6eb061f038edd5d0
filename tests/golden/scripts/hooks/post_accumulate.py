import torch
x = torch.tensor([1.0, 2.0], requires_grad=True)
x.register_post_accumulate_grad_hook(lambda t: print('accumulated', t.grad))
x.register_hook(lambda g: print('tensor hook', g))
(x * 2).sum().backward()
(x * 3).sum().backward()
