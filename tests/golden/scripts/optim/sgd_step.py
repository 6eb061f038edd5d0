import torch

w = torch.tensor([1.0, -2.0, 3.0], requires_grad=True)
b = torch.tensor(0.5, requires_grad=True)
optimizer = torch.optim.SGD([w, b], lr=0.25)
for step in range(3):
    optimizer.zero_grad()
    loss = (w * w).sum() + b * b
    loss.backward()
    print(step, loss.item(), w.grad, b.grad)
    print(optimizer.step())
    print(w, b)
print(w._version, b._version, w.is_leaf, w.grad_fn)
print(optimizer.state, optimizer.state_dict())
