import torch


def report(what, f):
    try:
        print(what, f())
    except Exception as e:
        print(what, type(e).__name__, str(e).split("\n")[0])


x = torch.tensor([1.0, 2.0], requires_grad=True)
z = torch.tensor([[1.0], [2.0]], dtype=torch.float64, requires_grad=True)
g = torch.autograd.grad
report("zeros", lambda: g((x * 2).sum(), [x, z], materialize_grads=True))
report("recorded", lambda: g((x * 2).sum(), [z], materialize_grads=True, create_graph=True))
report("both", lambda: g((x * 2).sum(), [z], materialize_grads=True, allow_unused=True))
report("contradiction", lambda: g((x * 2).sum(), [x], materialize_grads=True, allow_unused=False))
(zero,) = g((x * 2).sum(), z, materialize_grads=True)
print(zero.shape, zero.dtype, zero.requires_grad, zero.is_leaf)
(first,) = g((x * 3).sum(), x, create_graph=True)
print(first, first.requires_grad)
(second,) = g(first.sum() + 0 * x.sum(), x, materialize_grads=True)
print(second)
