import torch


def report(what, f):
    try:
        print(what, f())
    except Exception as e:
        print(what, type(e).__name__, str(e).split("\n")[0])


x = torch.tensor([1.0, 2.0], requires_grad=True)
x.register_hook(lambda g: print("hook", g))
x.register_post_accumulate_grad_hook(lambda p: print("post", p.grad))
x.backward(torch.tensor([3.0, 4.0]))
x.backward(torch.tensor([3.0, 4.0]))
print(x.grad, x.is_leaf)
s = torch.tensor(2.0, requires_grad=True)
s.backward()
print(s.grad)
print(torch.autograd.grad(s, s))
print(torch.autograd.grad(s, s, create_graph=True))
report("no implicit", lambda: x.backward())
report("no grad", lambda: torch.tensor(1.0).backward())
torch.autograd.backward([x, (x * 2).sum()], [torch.ones(2), None])
print(x.grad)
