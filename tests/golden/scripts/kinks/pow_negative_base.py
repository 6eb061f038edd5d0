import torch
x = torch.tensor([-2.0, -1.0, 0.0], requires_grad=True)
for n in [2, 3, 0, -1, 0.5, 2.0]:
    x.grad = None
    y = x ** n
    y.sum().backward()
    print(n, y.detach(), x.grad)
p = torch.tensor([2.0, 3.0, 0.0], requires_grad=True)
x.grad = None
torch.pow(x, p).sum().backward()
print(x.grad, p.grad)
q = torch.tensor([0.0, 2.0], requires_grad=True)
torch.pow(0.0, q).sum().backward()
print(q.grad)
q.grad = None
(2 ** q).sum().backward()
print(q.grad)
