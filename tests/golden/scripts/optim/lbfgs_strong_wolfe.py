import torch

w = torch.tensor([-1.0, 2.0], requires_grad=True, dtype=torch.float64)
optimizer = torch.optim.LBFGS([w], lr=1, line_search_fn="strong_wolfe", max_iter=30)


def closure():
    optimizer.zero_grad()
    loss = (1 - w[0]) ** 2 + 10 * (w[1] - w[0] ** 2) ** 2
    loss.backward()
    return loss


print(optimizer.step(closure))
print(closure().item() < 1e-9, [round(v, 3) for v in w.tolist()])
print(optimizer.state[w]["n_iter"], optimizer.state[w]["func_evals"])
wrong = torch.optim.LBFGS([w], line_search_fn="wolfe")
w.data.fill_(3.0)
try:
    wrong.step(closure)
except RuntimeError as e:
    print(e)
