import torch

x = torch.tensor([3., 1., 2.], requires_grad=True)
values, order = x.sort()
values.grad_fn.register_prehook(lambda go: print("before", len(go), go))
values.grad_fn.register_hook(lambda gi, go: print("after", gi, go))
values[0].backward()
print(x.grad)
