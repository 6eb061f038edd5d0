import torch
x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
loss = (x ** 2).sum()
loss.backward(torch.tensor(0.5))
print(x.grad)
loss = (x ** 2).sum(dim=0, keepdim=True)
loss.backward()
print(x.grad, loss.shape)
