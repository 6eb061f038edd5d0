import torch
x = torch.tensor([2.0, 3.0], requires_grad=True)
y = x ** 2
d = x.detach()
d.mul_(2)
print(x)
try:
    y.sum().backward()
except RuntimeError as e:
    print(str(e).split('\n')[0][:90])
z = x.data
z.zero_()
print(x)
