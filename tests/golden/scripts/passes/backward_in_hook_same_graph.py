import torch


def report(what, f):
    try:
        print(what, f())
    except Exception as e:
        print(what, type(e).__name__, str(e).split("\n")[0])


x = torch.tensor([1.0, 2.0], requires_grad=True)
h = x * 3
y = (h * h).sum()
z = (h + 1).sum()


def hook(grad):
    print("hook", grad)
    if len(calls) == 0:
        calls.append(1)
        z.backward(retain_graph=True)
        print("inside", x.grad)


calls = []
h.register_hook(hook)
y.backward()
print(x.grad)
