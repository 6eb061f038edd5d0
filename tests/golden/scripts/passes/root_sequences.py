import torch


def report(what, f):
    try:
        print(what, f())
    except Exception as e:
        print(what, type(e).__name__, str(e).split("\n")[0])


x = torch.tensor([1.0, 2.0], requires_grad=True)
torch.autograd.backward({"y": (x * 2).sum()}.values())
print(x.grad)
torch.autograd.backward(t.sum() for t in [x * 2, x * 3])
print(x.grad)
print(torch.autograd.grad((x * 2).sum(), iter([x])))
report("nothing", lambda: torch.autograd.backward([]))
report("no outputs", lambda: torch.autograd.grad([], [x]))
report("number", lambda: torch.autograd.backward(3))
report("numbers", lambda: torch.autograd.backward([3]))
report("none", lambda: torch.autograd.backward(None))
report("text", lambda: torch.autograd.backward("ab"))
report("list in list", lambda: torch.autograd.backward([[x]]))
