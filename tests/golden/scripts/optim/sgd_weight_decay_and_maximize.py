import torch

w = torch.tensor([4.0, -2.0], requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.5, weight_decay=0.25)
for step in range(3):
    optimizer.zero_grad()
    w.sum().backward()
    optimizer.step()
    print(w, w.grad)
v = torch.tensor([1.0, 2.0], requires_grad=True)
optimizer = torch.optim.SGD([v], lr=0.5, maximize=True, weight_decay=0.5)
for step in range(3):
    optimizer.zero_grad()
    (3 * v).sum().backward()
    optimizer.step()
    print(v, v.grad)
