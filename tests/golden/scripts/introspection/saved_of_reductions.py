import torch

x = torch.tensor([[1.0, 2.0], [3.0, 5.0]], requires_grad=True)
f = x.sum().grad_fn
print(f.name(), f._saved_self_sym_sizes)
f = x.sum(1).grad_fn
print(f.name(), f._saved_dim, f._saved_keepdim, f._saved_self_sym_sizes)
f = x.sum((0, -1), keepdim=True).grad_fn
print(f._saved_dim, f._saved_keepdim)
f = x.mean().grad_fn
print(f._saved_self_sym_sizes, f._saved_self_sym_numel)
f = x.mean(0).grad_fn
print(f._saved_dim, f._saved_keepdim, f._saved_self_sym_numel)
f = x.prod(1).grad_fn
print(f._saved_dim, f._saved_keepdim, f._saved_result, f._saved_self)
f = x.max(1)[0].grad_fn
print(f._saved_dim, f._saved_indices, f._saved_keepdim, f._saved_self_sym_sizes)
f = x.max().grad_fn
print(f.name(), f._saved_self, f._saved_result)
f = x.norm().grad_fn
print(f.name(), f._saved_self)
f = x.amax(0).grad_fn
print(f._saved_dim, f._saved_keepdim, f._saved_result)
f = x.cumsum(1).grad_fn
print(f._saved_dim)
f = x.softmax(-1).grad_fn
print(f._saved_dim, f._saved_result.shape)
f = x.var(0).grad_fn
print(f._saved_keepdim, f._saved_self)
