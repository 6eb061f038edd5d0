import torch

x = torch.tensor([1.0, 2.0], requires_grad=True)
y = x * 2
print(y.grad_fn.metadata)
y.grad_fn.metadata["note"] = "mine"
print(y.grad_fn.metadata, (y + 1).grad_fn.next_functions[0][0].metadata)
print((x * 2).grad_fn.metadata)
y.sum().backward()
print(y.grad_fn.metadata)
z = x.clone()
z[0] = 5
print(z.grad_fn.name(), z.grad_fn.metadata)
