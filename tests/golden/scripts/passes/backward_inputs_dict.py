import torch

x = torch.ones(2, requires_grad=True)
w = torch.ones(2, requires_grad=True)
y = (x * w * 3).sum()
y.backward(inputs={"w": w}, retain_graph=True)
print(x.grad, w.grad)
y.backward(inputs={"w": w, "x": x}.values())
print(x.grad, w.grad)
