import torch
x = torch.tensor(0.5, dtype=torch.float64, requires_grad=True)
y = torch.sin(x) * torch.exp(-x)
for n in range(5):
    y, = torch.autograd.grad(y, x, create_graph=True)
    print(round(y.item(), 6), y.requires_grad)
