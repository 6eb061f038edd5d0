import torch
x = torch.tensor([1.0, 2.0], requires_grad=True)
y = x * 2
try:
    y.backward()
except RuntimeError as e:
    print(e)
y.backward(torch.tensor([1.0, 10.0]))
print(x.grad)
y = x * 2
y.backward(gradient=torch.ones_like(y))
print(x.grad)
y = x * 2
try:
    y.backward(torch.ones(3))
except RuntimeError as e:
    print(e)
try:
    y.backward(2.0)
except Exception as e:
    print(type(e).__name__, e)
