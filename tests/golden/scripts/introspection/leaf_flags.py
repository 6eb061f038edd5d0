import torch

x = torch.tensor([1.0, 2.0], requires_grad=True)
c = torch.tensor([1.0, 2.0])
y = x * 2


def show(name, t):
    print(name, t.is_leaf, t.requires_grad, t.retains_grad, t.grad_fn is None, t.output_nr)


show("leaf", x)
show("constant", c)
show("result", y)
y.retain_grad()
show("retained", y)
x.retain_grad()
show("leaf retained", x)
show("detached", y.detach())
show("integer", torch.tensor([1]))
show("view", x[0])
show("constant view", c[0])
with torch.no_grad():
    show("no_grad", x * 2)
    show("no_grad view", x[0])
show("grad", torch.autograd.grad(y.sum(), x)[0])
show("index", x.argmax())
show("parameter", torch.nn.Parameter(c))
c.requires_grad_()
show("now a leaf", c)
