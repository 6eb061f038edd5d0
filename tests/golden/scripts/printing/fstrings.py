import torch
x = torch.tensor(3.14159)
i = torch.tensor(7)
v = torch.tensor([1.0, 2.0])
print(f'{x} {i} {v}')
print(f'{x:.2f} {x:8.3f}| {i:5d}| {i:03d} {x:e} {x:g}')
print(f'{x.item():.3f} {v.sum().item():g} {v!r} {x!s}')
print('%.2f' % x, '%d' % i)
try:
    print(f'{v:.2f}')
except TypeError as e:
    print(e)
w = torch.tensor(2.0, requires_grad=True)
print(f'{w} {w:.3f}', str(w * 2), repr(w))
name = 'loss'
print(f'{name:>10}: {(w * w).item():<8}|', f"{'a' if i > 5 else 'b'}", f'{i=}')
