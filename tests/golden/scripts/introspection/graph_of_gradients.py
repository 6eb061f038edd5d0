import torch

x = torch.tensor([1.0, 2.0], requires_grad=True)
w = torch.tensor([3.0, 4.0], requires_grad=True)


def show(t):
    fn = t.grad_fn
    print(fn and fn.name(), fn and [(f and f.name(), n) for f, n in fn.next_functions])


for y in [x * w, x / w, x + w, x.exp(), x.sin(), x.tanh(), x @ w, x.sum() * w.sum(), x * 2]:
    for g in torch.autograd.grad(
        y, [x, w], torch.ones_like(y), create_graph=True, allow_unused=True
    ):
        if g is not None:
            show(g)
