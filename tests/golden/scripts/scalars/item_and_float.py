import torch
x = torch.tensor(2.5, requires_grad=True)
print(x.item(), float(x), int(x), bool(x))
print(type(x.item()).__name__, type(torch.tensor(3).item()).__name__, type(torch.tensor(True).item()).__name__)
print(torch.tensor([1, 2, 3]).tolist(), torch.tensor([[0.5, 1.5]]).tolist(), torch.tensor(7).tolist())
v = torch.tensor([1.0, 2.0])
for f in [lambda: v.item(), lambda: float(v), lambda: int(v), lambda: bool(v > 0), lambda: bool(torch.zeros(0)), lambda: 1 if v > 0 else 0]:
    try:
        print(f())
    except (RuntimeError, ValueError, TypeError) as e:
        print(type(e).__name__, e)
print(float(torch.tensor([[4.0]])), [10, 20, 30][torch.tensor(1)], round(torch.tensor(2.5).item()))
