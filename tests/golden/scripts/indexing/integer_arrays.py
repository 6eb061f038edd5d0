import torch
x = torch.arange(12.0).reshape(3, 4).requires_grad_()
i = torch.tensor([0, 2, 0])
j = torch.tensor([1, 1, 3])
print(x[i])
print(x[i, j], x[[0, 1]], x[:, [0, -1]], x[i[:, None], j].shape)
x[i, j].sum().backward()
x[[0, 0]].sum().backward()
print(x.grad)
