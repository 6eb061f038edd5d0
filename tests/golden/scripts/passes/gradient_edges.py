import torch


def report(what, f):
    try:
        print(what, f())
    except Exception as e:
        print(what, type(e).__name__, str(e).split("\n")[0])


from torch.autograd.graph import GradientEdge, get_gradient_edge

x = torch.tensor([1.0, 2.0], requires_grad=True)
h = x * 2
y = (h * h).sum()
edge, leaf = get_gradient_edge(h), get_gradient_edge(x)
print(type(edge).__name__, edge.node is h.grad_fn, edge.output_nr, edge.ownership_token)
print(leaf.node.name(), leaf.node.variable is x, len(leaf), isinstance(leaf, tuple))
print(torch.autograd.grad(y, [edge, leaf], retain_graph=True))
print(torch.autograd.grad(edge, x, torch.ones(2), retain_graph=True))
print(torch.autograd.grad(y, GradientEdge(x.grad_fn or h.grad_fn, 0), retain_graph=True))
y.backward(inputs=[leaf], retain_graph=True)
print(x.grad)
torch.autograd.backward(edge, torch.tensor([1.0, 10.0]))
print(x.grad)
report("no grad", lambda: get_gradient_edge(torch.ones(2)))
report("shape", lambda: torch.autograd.grad(edge, x, torch.ones(3)))
report("implicit", lambda: torch.autograd.grad(edge, x))
report("zeros", lambda: torch.autograd.grad(x.sum(), edge, materialize_grads=True))
