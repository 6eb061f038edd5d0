import torch

x = torch.tensor([1., 2.], requires_grad=True)
accumulate = (x * 1).grad_fn.next_functions[0][0]
accumulate.register_hook(lambda gi, go: print("ran", gi, go))
(x * 2).sum().backward()
print(accumulate.variable is x, accumulate.name())
