import torch


def report(what, f):
    try:
        print(what, f())
    except AttributeError as e:
        print(what, type(e).__name__, str(e).split("\n")[0])


x = torch.tensor([1.0, 2.0], requires_grad=True)
report("add self", lambda: (x + 1).grad_fn._saved_nothing)
report("mul weight", lambda: (x * x).grad_fn._saved_weight)
report("leaf", lambda: (x * x).grad_fn.next_functions[0][0]._saved_self)
report("attribute", lambda: (x * x).grad_fn.nothing)
print(hasattr((x * x).grad_fn, "_saved_self"), hasattr((x * x).grad_fn, "_saved_wrong"))
print(hasattr((x * x).grad_fn, "next_functions"), hasattr(x.grad_fn, "name"))
