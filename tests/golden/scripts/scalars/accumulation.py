import torch
x = torch.tensor(3.0, requires_grad=True)
for i in range(4):
    y = x * x
    y.backward()
    print(i, x.grad)
x.grad.zero_()
print(x.grad)
(x * 5).backward()
print(x.grad)
x.grad = None
(x * 5).backward()
print(x.grad)
