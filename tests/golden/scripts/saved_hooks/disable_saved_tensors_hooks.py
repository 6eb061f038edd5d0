import torch
from torch.autograd.graph import (
    disable_saved_tensors_hooks,
    save_on_cpu,
    saved_tensors_hooks,
)


def report(what, f):
    try:
        print(what, f())
    except Exception as e:
        print(what, type(e).__name__, str(e).split("\n")[0])


def enter():
    with saved_tensors_hooks(lambda t: t, lambda t: t):
        return "inside"


def outside():
    with saved_tensors_hooks(lambda t: t, lambda t: t):
        with disable_saved_tensors_hooks("not while active"):
            return "inside"


def cpu():
    with save_on_cpu():
        return "inside"


report("free", enter)
with disable_saved_tensors_hooks("no hooks here"):
    report("disabled", enter)
    report("cpu", cpu)
    with disable_saved_tensors_hooks("nor here"):
        report("nested", enter)
    report("after nested", enter)
report("free again", enter)
report("around", outside)
report("after", enter)
x = torch.tensor([2.0], requires_grad=True)
with disable_saved_tensors_hooks("ordinary operations work"):
    (x * x).backward()
print(x.grad)
