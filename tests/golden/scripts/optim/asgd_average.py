import torch

w = torch.tensor([1.0, -2.0], requires_grad=True)
optimizer = torch.optim.ASGD([w], lr=0.5, lambd=0.25, t0=1, alpha=1.0)
for step in range(4):
    optimizer.zero_grad()
    w.sum().backward()
    optimizer.step()
    state = optimizer.state[w]
    print(w.data, state["ax"], state["eta"], state["mu"])
print(w._version, list(state))
