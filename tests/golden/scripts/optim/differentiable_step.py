import torch

start = torch.tensor([2.0], requires_grad=True)
rate = torch.tensor(0.5, requires_grad=True)
w = start.clone()
w.retain_grad()
optimizer = torch.optim.SGD([w], lr=rate, differentiable=True)
w.grad = torch.tensor([3.0])
optimizer.step()
print(w)
w.sum().backward()
print(start.grad, rate.grad)
leaf = torch.tensor([1.0], requires_grad=True)
leaf.grad = torch.tensor([1.0])
try:
    torch.optim.SGD([leaf], lr=0.5, differentiable=True).step()
except RuntimeError as e:
    print(e)
