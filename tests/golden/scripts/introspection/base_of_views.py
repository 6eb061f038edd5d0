import torch

x = torch.arange(6.0)
v = x.view(2, 3)
print(v._base is x, x._base, v[0]._base is x, v.t()._base is x)
print(x.clone()._base, x.detach()._base is x, v.contiguous()._base is x)
print(v.reshape(6)._base is x, v.t().reshape(6)._base)
w = torch.ones(2, 2, requires_grad=True)
y = w * 2
print(y[0]._base is y, y[0][1]._base is y, y._base)
print(y.view(4)._base is y, y.expand(3, 2, 2)._base is y, y.unbind()[1]._base is y)
print(y[[0]]._base, y[y > 1]._base, (y + 1)._base)
