import torch
from torch.autograd import graph


def report(what, f):
    try:
        print(what, f())
    except Exception as e:
        print(what, type(e).__name__, str(e).split("\n")[0])


x = torch.ones(2, requires_grad=True)
report("version of a number", lambda: graph.increment_version(3))
report("version of numbers", lambda: graph.increment_version([3]))
report("versions", lambda: graph.increment_version([]))
report("hook on a number", lambda: graph.register_multi_grad_hook(3, print))
report("hook on numbers", lambda: graph.register_multi_grad_hook([3], print))
report("hook on a generator", lambda: graph.register_multi_grad_hook((t for t in [x]), print))
report("hook on nothing", lambda: graph.register_multi_grad_hook([], print).remove())
report("mode by place", lambda: graph.register_multi_grad_hook([x], print, "any"))
report("edge of a number", lambda: graph.get_gradient_edge(3))
report("edge of nothing", lambda: graph.GradientEdge())
report("edge of no node", lambda: torch.autograd.grad(x.sum(), graph.GradientEdge(3, 0)))
unused = graph.GradientEdge(x.exp().grad_fn, 0)
report("unused edge", lambda: torch.autograd.grad(x.sum(), unused))
report("unused edge", lambda: torch.autograd.grad(x.sum(), unused, allow_unused=True))
