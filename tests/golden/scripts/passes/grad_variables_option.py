import torch


def report(what, f):
    try:
        print(what, f())
    except Exception as e:
        print(what, type(e).__name__, str(e).split("\n")[0])


import warnings

x = torch.tensor([1.0, 2.0], requires_grad=True)
warnings.simplefilter("ignore")
torch.autograd.backward(x * 2, grad_variables=torch.tensor([1.0, 10.0]))
print(x.grad)
report("both", lambda: torch.autograd.backward(x * 2, torch.ones(2), grad_variables=torch.ones(2)))
report("method", lambda: (x * 2).backward(grad_variables=torch.ones(2)))
