import torch

x = torch.ones(2, 3, requires_grad=True)


def attempt(f):
    try:
        print(torch.vmap(f)(x))
    except Exception as error:
        print(type(error).__name__, str(error).split("\n")[0])


attempt(lambda r: r.sum().backward())
attempt(lambda r: torch.autograd.grad((r * r).sum(), r)[0])
attempt(lambda r: r.detach().requires_grad_())
attempt(lambda r: r.retain_grad())
attempt(lambda r: r.register_hook(print))
attempt(lambda r: r.detach() * 2)
