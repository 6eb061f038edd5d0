import torch
def f(x):
    return x ** 3 - 2 * x - 5
x = torch.tensor(2.0, dtype=torch.float64, requires_grad=True)
for i in range(6):
    y = f(x)
    y.backward()
    step = y.detach() / x.grad
    print(i, f'{x.item():.8f}', f'{y.item():.2e}' if i < 3 else '')
    with torch.no_grad():
        x -= step
    x.grad = None
print(x)
