import torch
x = torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]], requires_grad=True)
i = torch.tensor([[0, 2], [1, 1]])
g = x.gather(1, i)
print(g, g.grad_fn.name())
(g * torch.tensor([[1.0, 2.0], [3.0, 4.0]])).sum().backward()
print(x.grad)
print(torch.gather(x, 0, torch.tensor([[1, 0, 1]])))
try:
    x.gather(1, torch.tensor([[3]]))
except RuntimeError as e:
    print(e)
