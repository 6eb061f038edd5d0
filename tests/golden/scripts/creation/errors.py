import torch
for f in [lambda: torch.zeros(-1), lambda: torch.arange(0, 5, -1), lambda: torch.arange(0, 5, 0), lambda: torch.ones(2, 'a'), lambda: torch.linspace(0, 1, -1), lambda: torch.eye(-1)]:
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, str(e).split('\n')[0])
