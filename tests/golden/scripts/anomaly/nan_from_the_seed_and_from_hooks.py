import torch

x = torch.tensor(1., requires_grad=True)
def attempt(f):
    try:
        f()
        print("fine", x.grad)
    except RuntimeError as e:
        print(e)
with torch.autograd.set_detect_anomaly(True):
    attempt(lambda: (x * 2).backward(torch.tensor(float("nan"))))
    y = x * 2
    y.register_hook(lambda g: g * float("nan"))
    attempt(lambda: y.backward())
    z = x + 2
    z.grad_fn.register_hook(lambda gi, go: (gi[0] * float("nan"), None))
    attempt(lambda: z.backward())
    h = x.register_hook(lambda g: g * float("nan"))
    attempt(lambda: (x * 2).backward())
