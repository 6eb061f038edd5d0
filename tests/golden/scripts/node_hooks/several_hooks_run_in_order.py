import torch

a = torch.tensor(2., requires_grad=True)
y = a.sin()
y.grad_fn.register_hook(lambda gi, go: (gi[0] * 0 + 1,))
y.grad_fn.register_hook(lambda gi, go: print("second sees", gi))
y.grad_fn.register_hook(lambda gi, go: (gi[0] + 1,))
y.grad_fn.register_prehook(lambda go: (go[0] * 2,))
y.grad_fn.register_prehook(lambda go: print("second prehook sees", go))
y.backward()
print(a.grad)
