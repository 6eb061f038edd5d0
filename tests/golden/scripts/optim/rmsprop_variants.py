import torch

for options in [{}, {"centered": True}, {"momentum": 0.5}, {"alpha": 0.5, "eps": 0.5}]:
    w = torch.tensor([1.0, -2.0], requires_grad=True)
    optimizer = torch.optim.RMSprop([w], lr=0.125, **options)
    for step in range(3):
        optimizer.zero_grad()
        (w * torch.tensor([1.0, 2.0])).sum().backward()
        optimizer.step()
    print(options, w.data)
    print(sorted(optimizer.state[w]))
    print(optimizer.state[w]["square_avg"])
