import torch

x = torch.tensor(1., requires_grad=True)
y = x * 2
c = torch.tensor(1.)
for t in (y, c):
    try:
        t.register_post_accumulate_grad_hook(print)
    except RuntimeError as e:
        print(e)
