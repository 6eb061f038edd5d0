import torch
x = torch.tensor(2.0, requires_grad=True)
y = x.exp() * x
y.backward()
try:
    y.backward()
except RuntimeError as e:
    print(e)
print(x.grad)
