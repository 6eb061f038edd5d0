import torch

x = torch.tensor([[1., 2.], [3., 4.]], requires_grad=True)
a, b = x.unbind(0)
a.grad_fn.register_prehook(lambda go: print("before", go))
a.grad_fn.register_hook(lambda gi, go: print("after", gi, go))
a.sum().backward()
print(x.grad)
