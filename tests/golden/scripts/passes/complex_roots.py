import torch


def report(what, f):
    try:
        print(what, f())
    except Exception as e:
        print(what, type(e).__name__, str(e).split("\n")[0])


z = torch.tensor(1 + 2j, requires_grad=True)
report("complex", lambda: (z * z).backward())
(z * z).backward(torch.tensor(1 + 0j))
print(z.grad)
z.grad = None
(z * z.conj()).real.backward()
print(z.grad)
z.grad = None
z.abs().backward()
print(z.grad)
report("grad", lambda: torch.autograd.grad(z * 2, z))
report("real seed", lambda: torch.autograd.grad(z * 2, z, torch.tensor(1.0)))
