import torch
torch.manual_seed(11)
W = (torch.randn(3, 3) * 0.5).requires_grad_()
U = (torch.randn(2, 3) * 0.5).requires_grad_()
h = torch.zeros(3)
xs = torch.randn(4, 2)
total = 0
for t in range(4):
    h = torch.tanh(h @ W + xs[t] @ U)
    total = total + (h ** 2).sum()
total.backward()
print(total, h)
print(W.grad)
print(U.grad)
