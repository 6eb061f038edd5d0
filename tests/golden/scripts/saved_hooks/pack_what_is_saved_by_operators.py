import torch
from torch.autograd.graph import saved_tensors_hooks

x = torch.tensor([[1.0, 2.0], [3.0, 4.0]], requires_grad=True)
w = torch.tensor([[1.0, 0.0], [0.0, 2.0]], requires_grad=True)
v = torch.tensor([1.0, 2.0], requires_grad=True)
seen = []


def pack(t):
    seen.append((tuple(t.shape), str(t.dtype), t.requires_grad, t.grad_fn is None))
    return t


def look(name, f):
    seen.clear()
    with saved_tensors_hooks(pack, lambda t: t):
        f()
    print(name, seen)


look("neg", lambda: -x)
look("add", lambda: x + w)
look("sub", lambda: x - w)
look("mm", lambda: x @ w)
look("mv", lambda: x @ v)
look("dot", lambda: v @ v)
look("pow", lambda: x**2)
look("power", lambda: x**w)
look("sin", lambda: x.sin())
look("log", lambda: x.log())
look("tanh", lambda: x.tanh())
look("sum", lambda: x.sum())
look("prod", lambda: x.prod())
look("var", lambda: x.var())
look("view", lambda: x.view(4))
look("transpose", lambda: x.t())
look("maximum", lambda: torch.maximum(x, w))
look("where", lambda: torch.where(x > 1, x, w))
look("softmax", lambda: x.softmax(1))
look("logsumexp", lambda: x.logsumexp(1))
look("norm", lambda: x.norm())
look("lerp", lambda: torch.lerp(x, w, 0.5))
look("addcmul", lambda: torch.addcmul(x, w, w))
look("clamp", lambda: x.clamp(0, 1))
look("abs", lambda: x.abs())
look("cat", lambda: torch.cat([x, w]))
look("masked_fill", lambda: x.masked_fill(x > 2, 0.0))
look("atan2", lambda: torch.atan2(x, w))
look("mse", lambda: torch.nn.functional.mse_loss(x, w))
