import torch

for options in [{"amsgrad": True}, {"weight_decay": 0.5}, {"betas": (0.5, 0.75), "eps": 1.0}]:
    w = torch.tensor([1.0, -2.0], requires_grad=True)
    optimizer = torch.optim.Adam([w], lr=0.125, **options)
    for factor in [1.0, 4.0, 0.5]:
        optimizer.zero_grad()
        (w * factor).sum().backward()
        optimizer.step()
        print(w.data)
    for name, value in optimizer.state[w].items():
        print(name, value)
