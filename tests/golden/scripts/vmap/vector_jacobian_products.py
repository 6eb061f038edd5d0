import torch

x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
y = x**2 * x.sum()
eye = torch.eye(3)
jacobian = torch.vmap(lambda v: torch.autograd.grad(y, x, v, retain_graph=True)[0])(eye)
print(jacobian)
print(torch.vmap(lambda v: torch.autograd.grad(y, x, v, create_graph=True))(eye)[0].requires_grad)


def attempt(f):
    try:
        print(torch.vmap(f)(eye))
    except Exception as error:
        print(type(error).__name__, str(error).split("\n")[0])


other = torch.ones(3, requires_grad=True)
attempt(lambda v: torch.autograd.grad(y, other, v, retain_graph=True)[0])
attempt(lambda v: torch.autograd.grad(y, other, v, retain_graph=True, allow_unused=True)[0])
attempt(lambda v: torch.autograd.grad(y, x, v[:2], retain_graph=True)[0])
attempt(lambda v: torch.autograd.grad(y, x, v)[0])
attempt(lambda v: torch.autograd.grad(y, x, v)[0])
