import torch

for momentum, dampening in [(0.5, 0), (0.5, 0.25), (0.75, 1)]:
    w = torch.tensor([4.0, -2.0], requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=0.25, momentum=momentum, dampening=dampening)
    for step in range(3):
        optimizer.zero_grad()
        (w * torch.tensor([1.0, 2.0])).sum().backward()
        optimizer.step()
        print(w.data, optimizer.state[w]["momentum_buffer"])
    w.grad[0] = 100.0
    print(optimizer.state[w]["momentum_buffer"])
