import torch

x = torch.tensor([1.0, 2.0], requires_grad=True)
h = x * x
y = (h * h).sum()
y.backward(inputs=[h, x], create_graph=True)
print(h.grad, x.grad)
x.grad.sum().backward()
print(x.grad)
