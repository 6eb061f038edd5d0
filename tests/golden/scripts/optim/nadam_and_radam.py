import torch

for make in [torch.optim.NAdam, torch.optim.RAdam]:
    w = torch.tensor([1.0, -2.0], requires_grad=True)
    optimizer = make([w], lr=0.25, weight_decay=0.5)
    for step in range(8):
        optimizer.zero_grad()
        (w * w).sum().backward()
        optimizer.step()
        if step % 3 == 0:
            print(w.data)
    print(make.__name__, list(optimizer.state[w]), w._version)
