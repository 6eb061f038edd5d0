import torch
a = torch.tensor([7, -7, 7, -7])
b = torch.tensor([2, 2, -2, -2])
print(a / b, a // b, a % b, torch.remainder(a, b), torch.fmod(a, b))
print(torch.div(a, b, rounding_mode='trunc'), torch.div(a, b, rounding_mode='floor'))
f = torch.tensor([7.5, -7.5, 0.0])
print(f // 2, f % 2, f % -2, f // 0.0, f % 0.0)
print(5 // a, 5 % a)
try:
    a // 0
except RuntimeError as e:
    print(type(e).__name__, e)
x = torch.tensor([5.5, -3.5], requires_grad=True)
(x % 2).sum().backward()
print(x.grad)
