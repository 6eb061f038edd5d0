import torch
x = torch.tensor(2.0, requires_grad=True)
x.backward()
print(x.grad)
x.backward(torch.tensor(5.0))
print(x.grad)
y = torch.tensor([1.0], requires_grad=True)
y.backward()
print(y.grad)
