import torch
x = torch.arange(6.0).reshape(2, 3)
for f in [lambda: x[2], lambda: x[0, 3], lambda: x[0, 0, 0], lambda: x[::-1], lambda: x[-3], lambda: x[torch.tensor([5])], lambda: x[1.0], lambda: torch.tensor(1.0)[0]]:
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, str(e).split('\n')[0])
