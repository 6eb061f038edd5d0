import torch


def report(what, f):
    try:
        print(what, f())
    except Exception as e:
        print(what, type(e).__name__, str(e).split("\n")[0])


x = torch.tensor([1.0, 2.0], requires_grad=True)
z = torch.tensor([1.0, 2.0], requires_grad=True)
g = torch.autograd.grad
report("error", lambda: g((x * 2).sum(), z))
report("second", lambda: g((x * 2).sum(), [x, z]))
report("allowed", lambda: g((x * 2).sum(), [x, z], allow_unused=True))
report("only", lambda: g((x * 2).sum(), z, allow_unused=True))
report("nonleaf", lambda: g((x * 2).sum(), [z * 2, x], allow_unused=True))
report("no grad", lambda: g((x * 2).sum(), [torch.ones(2)], allow_unused=True))
report("detached", lambda: g((x * 2).sum(), x.detach(), allow_unused=True))
h = x * 3
report("after", lambda: g(h.sum(), (h * 2), allow_unused=True))
report("positional", lambda: g((x * 2).sum(), [z], None, None, False, True, True))
