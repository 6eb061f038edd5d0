import torch

w = torch.tensor([1.0, -2.0], requires_grad=True)
optimizer = torch.optim.Adam([w], lr=0.1)
for step in range(4):
    optimizer.zero_grad()
    (w * w).sum().backward()
    optimizer.step()
    print(w.data, optimizer.state[w]["step"])
state = optimizer.state[w]
print(list(state))
print(state["exp_avg"], state["exp_avg_sq"])
print(state["step"].dtype, state["exp_avg"].requires_grad, w._version)
