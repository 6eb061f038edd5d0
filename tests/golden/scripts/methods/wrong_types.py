import torch
x = torch.tensor([1.0, 2.0])
for f in [lambda: x + 'a', lambda: x + None, lambda: 'a' * x, lambda: x @ 2, lambda: x < 'b', lambda: [1] + x]:
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, str(e).split('\n')[0])
print(x == 'a', x != None, x is None)
