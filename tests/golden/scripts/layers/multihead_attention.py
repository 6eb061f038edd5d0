import torch
from torch import nn

torch.manual_seed(0)
m = nn.MultiheadAttention(4, 2)
print(m, [(k, tuple(p.shape)) for k, p in m.named_parameters()])
x = torch.eye(4).reshape(2, 2, 4).requires_grad_()
y, w = m(x, x, x)
print(y.shape, w.shape, w.sum(-1).detach(), y.grad_fn, w.grad_fn)
y.sum().backward()
print(x.grad.shape, m.in_proj_bias.grad.shape, m.out_proj.bias.grad)
mask = torch.tensor([[False, True], [False, False]])
_, w = m(x, x, x, attn_mask=mask, average_attn_weights=False)
print(w.shape, w[:, :, 0].detach())
print(m(x, x, x, need_weights=False)[1], m(x[:, 0], x[:, 0], x[:, 0])[0].shape)
first = nn.MultiheadAttention(4, 2, batch_first=True, bias=False)
print(first(torch.ones(3, 5, 4), torch.ones(3, 2, 4), torch.ones(3, 2, 4))[1][0])
