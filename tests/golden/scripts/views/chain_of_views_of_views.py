import torch
x = torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]], requires_grad=True)

y = x * 1
v = y.view(3, 2).t()[0].unsqueeze(0)
print(v._base is y, v.shape)
v.mul_(torch.tensor([[1.0, 10.0, 100.0]]))
print(y, v)
y.sum().backward()
print(x.grad)
