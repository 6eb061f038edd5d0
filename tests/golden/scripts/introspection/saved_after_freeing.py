import torch


def report(what, f):
    try:
        print(what, f())
    except Exception as e:
        print(what, type(e).__name__, str(e).split("\n")[0])


x = torch.tensor([1.0, 2.0], requires_grad=True)
w = torch.tensor([3.0, 4.0], requires_grad=True)
y = x * w
f = y.grad_fn
y.sum().backward(retain_graph=True)
report("kept", lambda: f._saved_self)
y.sum().backward()
report("self", lambda: f._saved_self)
report("other", lambda: f._saved_other)
e = x.exp()
e.sum().backward()
report("result", lambda: e.grad_fn._saved_result)
s = x.sum(0)
s.backward()
report("sizes", lambda: s.grad_fn._saved_self_sym_sizes)
report("dim", lambda: s.grad_fn._saved_dim)
m = x * 2
m.sum().backward()
report("number", lambda: m.grad_fn._saved_other)
report("nothing", lambda: m.grad_fn._saved_self)
