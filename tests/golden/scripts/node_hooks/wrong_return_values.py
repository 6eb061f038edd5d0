import torch

def attempt(kind, value):
    x = torch.tensor([1., 2.], requires_grad=True)
    y = x.sin()
    if kind == "hook":
        y.grad_fn.register_hook(lambda gi, go: value)
    else:
        y.grad_fn.register_prehook(lambda go: value)
    try:
        y.sum().backward()
        print(kind, "fine", x.grad)
    except Exception as e:
        print(kind, type(e).__name__, str(e).split("\n")[0])
for value in [1, "no", torch.ones(2), [torch.ones(2)], (), (torch.ones(2), torch.ones(2)), (torch.ones(3),), (torch.ones(2, dtype=torch.float64),), (3,)]:
    attempt("hook", value)
    attempt("prehook", value)
