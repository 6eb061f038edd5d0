import torch

w = torch.tensor([1.0], requires_grad=True)
v = torch.tensor([1.0], requires_grad=True)
for make in [
    lambda: torch.optim.LBFGS([{"params": [w]}, {"params": [v]}]),
    lambda: torch.optim.LBFGS([w], lr=-1),
    lambda: torch.optim.LBFGS([w]).step(),
]:
    try:
        make()
    except Exception as e:
        print(type(e).__name__, e)
optimizer = torch.optim.LBFGS([w, v])
print(optimizer)


def flat():
    loss = (w * 0).sum()
    loss.backward()
    return loss


print(optimizer.step(flat), w, v, optimizer.state[w])
