import torch

w = torch.tensor([1.0, -2.0], requires_grad=True)
optimizer = torch.optim.Adagrad([w], lr=0.5, initial_accumulator_value=0.25, lr_decay=0.5)
print(optimizer.state[w])
for step in range(3):
    optimizer.zero_grad()
    (w * 2).sum().backward()
    optimizer.step()
    print(w.data, optimizer.state[w]["sum"], optimizer.state[w]["step"])
print(optimizer.state_dict())
