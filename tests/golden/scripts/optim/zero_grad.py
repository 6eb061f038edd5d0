import torch

w = torch.tensor([1.0, 2.0], requires_grad=True)
v = torch.tensor([3.0], requires_grad=True)
optimizer = torch.optim.SGD([w, v], lr=0.5)
optimizer.zero_grad()
print(w.grad, v.grad)
(w * torch.tensor([2.0, 4.0])).sum().backward()
kept = w.grad
optimizer.zero_grad(set_to_none=False)
print(w.grad, v.grad, kept is w.grad, kept._version)
(w * torch.tensor([2.0, 4.0])).sum().backward()
print(kept)
optimizer.zero_grad()
print(w.grad, kept)
g, = torch.autograd.grad((w ** 3).sum(), w, create_graph=True)
w.grad = g
print(w.grad.requires_grad)
optimizer.zero_grad(set_to_none=False)
print(w.grad, w.grad.requires_grad)
