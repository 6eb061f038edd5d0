import torch

x = torch.ones(2, requires_grad=True)
z = torch.ones(2, requires_grad=True)
h = z * 2
y = (x * 3).sum()
y.backward(inputs=[z], retain_graph=True)
print(x.grad, z.grad)
y.backward(inputs=[h], retain_graph=True)
print(h.grad, h.retains_grad)
y.backward(inputs=[x, z])
print(x.grad, z.grad)
