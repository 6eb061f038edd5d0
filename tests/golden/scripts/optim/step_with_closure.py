import torch

w = torch.tensor([2.0], requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.25)
modes = []


def closure():
    modes.append(torch.is_grad_enabled())
    optimizer.zero_grad()
    loss = (w ** 2).sum()
    loss.backward()
    return loss


print(optimizer.step(closure), w)
with torch.no_grad():
    print(optimizer.step(closure=closure), w)
print(modes, torch.is_grad_enabled())


def failing():
    raise KeyError("data")


try:
    optimizer.step(failing)
except KeyError as e:
    print(type(e).__name__, e, torch.is_grad_enabled())
try:
    optimizer.step(3)
except TypeError as e:
    print(e)
