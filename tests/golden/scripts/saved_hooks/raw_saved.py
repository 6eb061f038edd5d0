import torch


def show(label, function):
    try:
        print(label, function())
    except Exception as error:
        print(label, type(error).__name__, str(error).split("\n")[0])


def packing(tensor):
    print("pack", tensor, tensor.requires_grad)
    return tensor * 2


def unpacking(packed):
    print("unpack", packed)
    return packed


x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
y = x * x
raw = y.grad_fn._raw_saved_self
print(type(raw).__name__)
show("first", lambda: raw.register_hooks(packing, unpacking))
show("second", lambda: raw.register_hooks(packing, unpacking))
show("saved", lambda: y.grad_fn._saved_self)
y.sum().backward()
print(x.grad)
show("freed", lambda: raw.register_hooks(packing, unpacking))
x.grad = None

z = x.exp()
z.grad_fn._raw_saved_result.register_hooks(packing, unpacking)
z.sum().backward()
print(x.grad)

w = x * torch.tensor(2.0)
show("none", lambda: w.grad_fn._raw_saved_self.register_hooks(packing, unpacking))
show("no functions", lambda: w.grad_fn._raw_saved_other.register_hooks(1, 2))
show("unknown", lambda: w.grad_fn._raw_saved_foo)
show("no tensor", lambda: w.sum(0).grad_fn._raw_saved_dim)
show("list", lambda: torch.stack([x, x]).grad_fn._raw_saved_tensors)
q = x.exp()
show("in place", lambda: q.grad_fn._raw_saved_result.register_hooks(lambda t: t.add_(1), unpacking))
q = x.exp()
q.grad_fn._raw_saved_result.register_hooks(lambda t: t, lambda packed: 3)
show("no tensor back", lambda: q.sum().backward())


class Scale(torch.autograd.Function):
    @staticmethod
    def forward(ctx, a, b):
        ctx.save_for_backward(a, b)
        return a * b

    @staticmethod
    def backward(ctx, grad):
        a, b = ctx.saved_tensors
        return grad * b, grad * a


x.grad = None
out = Scale.apply(x, torch.tensor([1.0, 0.0, -1.0]))
places = out.grad_fn._raw_saved_tensors
print(len(places))
places[1].register_hooks(packing, unpacking)
out.sum().backward()
print(x.grad)
print(len(out.grad_fn._raw_saved_tensors))
