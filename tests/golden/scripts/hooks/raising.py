import torch
x = torch.tensor(1.0, requires_grad=True)
y = x * 2
def hook(g):
    print('hook runs', g)
    raise ValueError('stop here')
y.register_hook(hook)
try:
    y.backward()
except ValueError as e:
    print('caught', e)
print(x.grad)
