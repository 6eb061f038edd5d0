import torch
w = torch.tensor([0.5, -0.3], requires_grad=True)
x = torch.tensor([[1.0, 2.0], [3.0, -1.0]], requires_grad=True)
out = torch.tanh(x @ w)
g, = torch.autograd.grad(out.sum(), x, create_graph=True)
penalty = ((g.norm(dim=1) - 1) ** 2).mean()
penalty.backward()
print(out, penalty, w.grad, sep='\n')
