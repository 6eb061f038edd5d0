import torch
x = torch.tensor([0.25, 0.5, 0.75], requires_grad=True)
z = torch.tensor([0.5, 0.25, 0.125], requires_grad=True)
for change in (
    lambda y: y.clamp_(0.375, 0.625),
    lambda y: y.clamp_(min=z),
    lambda y: y.clamp_(max=z),
    lambda y: y.clamp_(z, 2 * z),
    lambda y: y.clamp_min_(z),
):
    y = x * 1
    change(y)
    print(y.grad_fn.name(), [f and f.name() for f, k in y.grad_fn.next_functions], y)
    x.grad = z.grad = None
    y.sum().backward()
    print(x.grad, z.grad)
