import torch

w = torch.tensor([1.0, -2.0], requires_grad=True)
v = torch.tensor([1.0, -2.0], requires_grad=True)
first = torch.optim.Adadelta([w], lr=1.0, rho=0.5, eps=0.25)
second = torch.optim.Adamax([v], lr=0.5, betas=(0.5, 0.5))
for step in range(3):
    for p, optimizer in [(w, first), (v, second)]:
        optimizer.zero_grad()
        (p * 2).sum().backward()
        optimizer.step()
        print(type(optimizer).__name__, p.data)
print(list(first.state[w]), first.state[w]["acc_delta"])
print(list(second.state[v]), second.state[v]["exp_inf"])
