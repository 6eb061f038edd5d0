import torch

x = torch.tensor([1.0, 2.0], requires_grad=True)
w = torch.tensor([3.0, 4.0], requires_grad=True)
b = torch.tensor(0.5, requires_grad=True)
loss = (x * w + b).sum()
loss.backward(inputs=[w], retain_graph=True)
print(x.grad, w.grad, b.grad)
loss.backward(inputs=(x, b), retain_graph=True)
print(x.grad, w.grad, b.grad)
loss.backward(inputs=w)
print(x.grad, w.grad, b.grad)
