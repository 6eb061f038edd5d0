import torch

w = torch.tensor([3.0, -4.0], requires_grad=True)
target = torch.tensor([1.0, 2.0])
optimizer = torch.optim.LBFGS([w], lr=0.5, max_iter=3)
calls = []


def closure():
    optimizer.zero_grad()
    loss = ((w - target) ** 2).sum()
    loss.backward()
    calls.append(round(loss.item(), 4))
    return loss


print(optimizer.step(closure))
print(w, calls)
print(optimizer.step(closure))
print(w, calls)
state = optimizer.state[w]
print(state["func_evals"], state["n_iter"], list(state))
