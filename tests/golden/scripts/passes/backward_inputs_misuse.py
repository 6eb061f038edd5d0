import torch


def report(what, f):
    try:
        print(what, f())
    except Exception as e:
        print(what, type(e).__name__, str(e).split("\n")[0])


x = torch.ones(2, requires_grad=True)
y = (x * 2).sum()
report("empty list", lambda: y.backward(inputs=[]))
report("empty tuple", lambda: torch.autograd.backward(y, inputs=()))
report("empty dict", lambda: y.backward(inputs={}))
report("number", lambda: y.backward(inputs=3))
report("numbers", lambda: y.backward(inputs=[3]))
report("no grad", lambda: y.backward(inputs=[torch.ones(2)]))
report("mixed", lambda: y.backward(inputs=[x, torch.ones(2)]))
report("none", lambda: y.backward(inputs=[None]))
print(x.grad)
y.backward(inputs=[x])
print(x.grad)
