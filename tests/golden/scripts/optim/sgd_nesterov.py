import torch

w = torch.tensor([4.0, -2.0], requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.125, momentum=0.5, nesterov=True)
for step in range(4):
    optimizer.zero_grad()
    (w * w).sum().backward()
    optimizer.step()
    print(w.tolist())
for options in [{}, {"momentum": 0.5, "dampening": 0.5}]:
    try:
        torch.optim.SGD([w], lr=0.1, nesterov=True, **options)
    except ValueError as e:
        print(type(e).__name__, e)
