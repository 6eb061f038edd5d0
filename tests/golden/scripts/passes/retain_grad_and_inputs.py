import torch

x = torch.tensor([1.0, 2.0], requires_grad=True)
a = x * 2
b = a * a
a.retain_grad()
b.retain_grad()
b.sum().backward(inputs=[a], retain_graph=True)
print(a.grad, b.grad, x.grad)
b.sum().backward(inputs=[x])
print(a.grad, b.grad, x.grad)
