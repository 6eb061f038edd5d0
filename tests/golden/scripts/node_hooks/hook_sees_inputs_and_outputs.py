import torch

x = torch.tensor([1., 2.], requires_grad=True)
y = x * 3
handle = y.grad_fn.register_hook(lambda grad_inputs, grad_outputs: print("after", grad_inputs, grad_outputs))
print(type(handle).__name__)
y.sum().backward()
print(x.grad)
