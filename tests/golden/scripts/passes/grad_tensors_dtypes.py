import torch


def report(what, f):
    try:
        print(what, f())
    except Exception as e:
        print(what, type(e).__name__, str(e).split("\n")[0])


x = torch.tensor([1.0, 2.0], requires_grad=True)


def back(seed):
    x.grad = None
    (x * 3).backward(seed)
    return x.grad, x.grad.dtype


for dtype in [torch.float64, torch.float16, torch.int64, torch.uint8, torch.bool]:
    report(dtype, lambda: back(torch.ones(2).to(dtype)))
report("complex", lambda: back(torch.ones(2, dtype=torch.complex64)))
z = torch.ones(2, dtype=torch.complex64, requires_grad=True)
report("real for complex", lambda: (z * 2).backward(torch.ones(2)))
(z * 2).backward(torch.full((2,), 1 + 1j, dtype=torch.complex128))
print(z.grad)
d = torch.ones(2, dtype=torch.float64, requires_grad=True)
print(torch.autograd.grad(d * 2, d, torch.ones(2)))
