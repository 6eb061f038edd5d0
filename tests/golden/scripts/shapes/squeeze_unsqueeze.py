import torch
x = torch.zeros(1, 3, 1, 2, requires_grad=True)
print(x.squeeze().shape, x.squeeze(0).shape, x.squeeze(1).shape, x.squeeze(-2).shape)
print(x.unsqueeze(0).shape, x.unsqueeze(-1).shape, x.unsqueeze(2).shape)
y = x.squeeze(0).unsqueeze(1)
print(y.shape, y.grad_fn.name(), y.grad_fn.next_functions[0][0].name())
y.sum().backward()
print(x.grad.shape)
print(torch.tensor(3.0).unsqueeze(0))
try:
    x.squeeze(4)
except IndexError as e:
    print(e)
try:
    x.unsqueeze(6)
except IndexError as e:
    print(e)
