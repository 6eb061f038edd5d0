import torch

x = torch.tensor([1., 2.], requires_grad=True)
y = x.exp() + 1
y.grad_fn.register_prehook(lambda grad_outputs: print("before", grad_outputs))
y.backward(torch.tensor([1., -1.]))
