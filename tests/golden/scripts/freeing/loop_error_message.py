import torch
w = torch.tensor(1.0, requires_grad=True)
loss = torch.tensor(0.0)
for step in range(3):
    loss = loss + (w * step) ** 2
    try:
        loss.backward()
        print(step, w.grad)
    except RuntimeError as e:
        print(step, str(e)[:48])
