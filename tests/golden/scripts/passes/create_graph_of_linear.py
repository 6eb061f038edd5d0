import torch


def report(what, f):
    try:
        print(what, f())
    except Exception as e:
        print(what, type(e).__name__, str(e).split("\n")[0])


x = torch.tensor([1.0, 2.0], requires_grad=True)
(g,) = torch.autograd.grad((x * 2).sum(), x, create_graph=True)
print(g, g.requires_grad, g.grad_fn)
report("again", lambda: torch.autograd.grad(g.sum(), x))
(g,) = torch.autograd.grad(x.sum(), x, create_graph=True)
print(g, g.requires_grad)
w = torch.tensor(3.0, requires_grad=True)
gx, gw = torch.autograd.grad((x * w).sum(), [x, w], create_graph=True)
print(gx, gw)
print(torch.autograd.grad(gx.sum() + gw, [x, w]))
