import torch

w = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
part = w[1:]
plain = w.detach()
(w * 2).sum().backward()
torch.optim.SGD([w], lr=0.5).step()
print(part, plain, part._version, plain._version)
part.sum().backward()
print(w.grad)
base = torch.zeros(4)
leaf = base[::2].requires_grad_()
leaf.grad = torch.ones(2)
torch.optim.SGD([leaf], lr=0.25).step()
print(base, leaf)
row = torch.zeros(3, 2).t().detach().requires_grad_()
row.grad = torch.arange(6.0).reshape(2, 3)
torch.optim.Adam([row], lr=0.5).step()
print(row, row.stride())
