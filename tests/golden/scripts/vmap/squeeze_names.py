import torch

x = torch.ones(2, 1, 3, requires_grad=True)
for f in (
    lambda m: m.squeeze(),
    lambda m: m.squeeze(0),
    lambda m: m.squeeze((0,)),
    lambda m: m.t(),
    lambda m: m.T,
    lambda m: m.flatten(),
    lambda m: m.sum(1, keepdim=True),
):
    y = torch.vmap(f)(x)
    print(y.grad_fn.name(), tuple(y.shape))
