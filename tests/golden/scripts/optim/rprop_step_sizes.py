import torch

w = torch.tensor([1.0, -2.0, 3.0], requires_grad=True)
optimizer = torch.optim.Rprop([w], lr=0.25, etas=(0.5, 2.0), step_sizes=(0.1, 1.0))
for factors in [[1.0, 1.0, 1.0], [1.0, -1.0, 0.0], [1.0, -1.0, 1.0], [1.0, 1.0, -1.0]]:
    w.grad = torch.tensor(factors)
    optimizer.step()
    print(w.data, optimizer.state[w]["step_size"], optimizer.state[w]["prev"])
    print(w.grad)
try:
    torch.optim.Rprop([w], etas=(1.5, 2.0))
except ValueError as e:
    print(e)
