import torch

x = torch.arange(4.0).requires_grad_()
v = x[1:3]
w = x.view(2, 2)
loss = (v * v).sum() + w.sum()
loss.backward(inputs=[v, w], retain_graph=True)
print(v.grad, w.grad, x.grad)
loss.backward(inputs=[x])
print(x.grad)
print(torch.autograd.grad((x[0:2] * 2).sum(), v, allow_unused=True))
