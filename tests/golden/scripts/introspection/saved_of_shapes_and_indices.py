import torch

x = torch.arange(6.0).reshape(2, 3).requires_grad_()
f = x.view(6).grad_fn
print(f._saved_self_sym_sizes)
f = x.t().grad_fn
print(f.name())
f = x.transpose(0, 1).grad_fn
print(f._saved_dim0, f._saved_dim1)
f = x.permute(1, 0).grad_fn
print(f._saved_dims)
f = x.unsqueeze(1).grad_fn
print(f._saved_dim)
f = x.expand(2, 2, 3).grad_fn
print(f._saved_self_sym_sizes)
f = x[1].grad_fn
print(f._saved_dim, f._saved_index, f._saved_self_sym_sizes)
f = x[:, 1:3].grad_fn
print(f.name(), f._saved_dim, f._saved_start, f._saved_end, f._saved_step, f._saved_self_sym_sizes)
f = x[torch.tensor([1, 0])].grad_fn
print(f.name(), f._saved_indices, f._saved_self_sym_sizes)
f = x[:, torch.tensor([2])].grad_fn
print(f._saved_indices)
f = x.gather(1, torch.tensor([[0], [1]])).grad_fn
print(f._saved_dim, f._saved_index)
f = torch.cat([x, x], 1).grad_fn
print(f._saved_dim)
f = torch.stack([x, x], 1).grad_fn
print(f._saved_dim)
f = x.flip(0).grad_fn
print(f._saved_dims)
f = x.roll(1, 1).grad_fn
print(f._saved_shifts, f._saved_dims)
f = x.repeat(2, 1).grad_fn
print(f._saved_repeats, f._saved_self_sym_sizes)
f = x.split(2, 1)[0].grad_fn
print(f._saved_dim, f._saved_split_size, f._saved_self_sym_sizes)
f = x.diagonal().grad_fn
print(f._saved_offset, f._saved_dim1, f._saved_self_sym_sizes)
f = x.tril(-1).grad_fn
print(f._saved_diagonal)
