import torch

x = torch.tensor([1.0, 2.0], requires_grad=True)
y = x * 2
print(repr(y.grad_fn).split(" at ")[0], str(y.grad_fn).split(" at ")[0])
print(y.grad_fn is y.grad_fn, y.grad_fn == y.grad_fn, y.grad_fn != (x * 2).grad_fn)
print(x.grad_fn, y.detach().grad_fn, len({y.grad_fn, y.grad_fn}))
acc = y.grad_fn.next_functions[0][0]
print(acc.name(), type(acc).__name__, acc.variable is x)
print(acc is y.grad_fn.next_functions[0][0], acc is (x + 1).grad_fn.next_functions[0][0])
print(acc.next_functions, isinstance(acc, torch.autograd.graph.Node))
print(y)
print(f"{y.grad_fn.name()}", y.grad_fn.metadata)
