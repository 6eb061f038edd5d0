import torch
import functools
def compose(*fs):
    return functools.partial(run, fs)
def run(fs, x):
    for f in fs:
        x = f(x)
    return x
def derivative(f):
    def df(x):
        x = x.detach().requires_grad_()
        return torch.autograd.grad(f(x), x)[0]
    return df
f = compose(torch.sin, torch.exp, lambda t: t ** 2)
x = torch.tensor(0.7, dtype=torch.float64)
print(f(x), derivative(f)(x))
print([round(derivative(lambda t, n=n: t ** n)(torch.tensor(2.0)).item(), 3) for n in range(1, 5)])
