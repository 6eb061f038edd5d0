import torch
import torch.nn as nn

x = torch.randn(5, requires_grad=True)
y = x.pow(2)
print(x.equal(y.grad_fn._saved_self))
print(x is y.grad_fn._saved_self)
x = torch.randn(5, requires_grad=True)
y = x.exp()
print(y.equal(y.grad_fn._saved_result))
print(y is y.grad_fn._saved_result)


def f(x):
    return x * x


x = torch.ones(5, requires_grad=True)
with torch.autograd.graph.saved_tensors_hooks(lambda x: (print("packing", x.shape), x)[1], lambda x: (print("unpacking"), x)[1]):
    y = f(x)
y.sum().backward()
print(x.grad)


class SelfDeletingTempFile():
    def __init__(self, name):
        self.name = name

    def __enter__(self):
        return self

    def __exit__(self, *args):
        print("closing", self.name)
        return False


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.ones(3))

    def forward(self, x):
        with torch.autograd.graph.save_on_cpu(pin_memory=False):
            y = self.w * x
        with SelfDeletingTempFile("a") as file, torch.autograd.graph.disable_saved_tensors_hooks("no hooks here"):
            y = (y * y).exp()
        return y


x = torch.tensor([0.1, 0.2, 0.3])
net = Model()
loss = net(x).sum()
loss.backward()
print(f"{loss.item():.4f}", [round(v, 4) for v in net.w.grad.tolist()])
storage = []


def pack_hook(x):
    storage.append(x)
    return len(storage) - 1


def unpack_hook(x):
    return storage[x]


x = torch.ones(3, requires_grad=True)
with torch.autograd.graph.saved_tensors_hooks(pack_hook, unpack_hook):
    y = x.pow(2)
print(y.grad_fn._saved_self, len(storage))
y.sum().backward()
assert x.grad.equal(2 * x)
