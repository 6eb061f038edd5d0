import torch

x = torch.tensor([1.0, 2.0], requires_grad=True)
y = (x * x).sum()
y.backward(inputs=[y], retain_graph=True)
print(y.grad, x.grad)
y.backward(inputs=[y, x])
print(y.grad, x.grad)
leaf = torch.tensor(2.0, requires_grad=True)
leaf.backward(inputs=[leaf])
print(leaf.grad)
