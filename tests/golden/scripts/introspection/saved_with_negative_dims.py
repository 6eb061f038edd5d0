import torch

x = torch.arange(6.0).reshape(1, 2, 3).requires_grad_()
print(x.sum(-1).grad_fn._saved_dim)
print(x.mean((-1, -2)).grad_fn._saved_dim)
print(x.softmax(-2).grad_fn._saved_dim)
print(x.cumsum(-1).grad_fn._saved_dim)
print(x.transpose(-1, 0).grad_fn._saved_dim0)
print(x.unsqueeze(-1).grad_fn._saved_dim)
print(x.tril(-1).grad_fn._saved_diagonal)
print(x.roll(-1, -1).grad_fn._saved_shifts)
print(torch.add(x, x, alpha=-1).grad_fn._saved_alpha)
print((x**-1).grad_fn._saved_exponent)
print(x.permute(0, -1, 1).grad_fn._saved_dims)
