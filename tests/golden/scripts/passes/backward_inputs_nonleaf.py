import torch

x = torch.tensor([1.0, 2.0], requires_grad=True)
h = x * 3
y = h * h
print(h.retains_grad)
y.sum().backward(inputs=[h], retain_graph=True)
print(h.grad, x.grad, h.retains_grad, y.retains_grad)
y.sum().backward(inputs=[x], retain_graph=True)
print(h.grad, x.grad)
y.sum().backward()
print(h.grad, x.grad)
