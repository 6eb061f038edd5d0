import torch

x = torch.tensor([1.0, 2.0], requires_grad=True)
w = torch.ones(2, requires_grad=True)
y = x**3
print(torch.autograd.grad(y, x, torch.eye(2), is_grads_batched=True, retain_graph=True))
g = torch.autograd.grad(y, x, torch.ones(3, 2), is_grads_batched=True, create_graph=True)
print(g[0].shape, g[0].grad_fn.name())


def attempt(outputs, inputs, seeds, **options):
    try:
        print(torch.autograd.grad(outputs, inputs, seeds, is_grads_batched=True, retain_graph=True, **options))
    except Exception as error:
        print(type(error).__name__, str(error).split("\n")[0])


attempt(y, [x, w], torch.eye(2))
attempt(y, [x, w], torch.eye(2), allow_unused=True)
attempt(y, [x, w], torch.eye(2), materialize_grads=True)
attempt(y, x, torch.ones(2))
attempt(y, x, torch.ones(2, 3))
attempt(y, x, torch.tensor(1.0))
attempt(y.sum(), x, None)
attempt([y, y], x, [torch.eye(2), torch.ones(3, 2)])
attempt([y, y.sum()], x, [torch.eye(2), torch.tensor([1.0, 10.0])])
