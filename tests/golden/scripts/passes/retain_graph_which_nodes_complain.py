import torch


def report(what, f):
    try:
        print(what, f())
    except Exception as e:
        print(what, type(e).__name__, str(e).split("\n")[0])


x = torch.tensor([1.0, 2.0], requires_grad=True)
cases = {
    "add": x + 1,
    "mul number": x * 2,
    "mul": x * x,
    "exp": x.exp(),
    "sin": x.sin(),
    "neg": -x,
    "view": x.view(2, 1),
    "index": x[0],
    "gather": x[torch.tensor([0, 1])],
    "sum": x.sum(0),
    "mean": x.mean(),
    "div": x / 2,
    "div by": 2 / x,
    "relu": x.relu(),
    "abs": x.abs(),
    "clone": x.clone(),
    "expand": x.expand(2, 2),
    "cat": torch.cat([x, x]),
    "softmax": x.softmax(0),
    "clamp": x.clamp(0, 1),
    "where": torch.where(x > 1, x, 0.0),
    "max": x.max(),
    "pow": x**2,
    "matmul": x @ x,
    "double": x.double(),
    "cumsum": x.cumsum(0),
    "masked": x[x > 1],
}
for name, y in cases.items():
    y.sum().backward()
    report(name, lambda: torch.autograd.grad(y, x, torch.ones_like(y)))
