import torch


def train(w, optimizer, steps):
    for step in range(steps):
        optimizer.zero_grad()
        (w ** 2).sum().backward()
        optimizer.step()


w = torch.tensor([4.0, -2.0], requires_grad=True)
first = torch.optim.SGD([w], lr=0.25, momentum=0.5)
train(w, first, 2)
saved = first.state_dict()
print(saved)
v = w.detach().clone().requires_grad_()
second = torch.optim.SGD([v], lr=99.0)
second.load_state_dict(saved)
print(second)
train(w, first, 2)
train(v, second, 2)
print(w, v, torch.equal(w, v))
print(saved["state"][0]["momentum_buffer"] is first.state[w]["momentum_buffer"])
print(second.state[v]["momentum_buffer"])
