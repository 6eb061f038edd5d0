import torch

w = torch.tensor([2.0], requires_grad=True)
y = w * 2
y.retain_grad()
optimizer = torch.optim.SGD([y], lr=0.5)
(y * 3).sum().backward()
optimizer.step()
print(y, y.grad, w.grad, w)
try:
    torch.optim.SGD([w * 2])
except ValueError as e:
    print(e)
