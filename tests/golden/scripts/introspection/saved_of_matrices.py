import torch

a = torch.tensor([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]], requires_grad=True)
b = torch.tensor([[1.0, 0.0], [0.0, 2.0]], requires_grad=True)
v = torch.tensor([1.0, 2.0], requires_grad=True)
f = (a @ b).grad_fn
print(f.name(), f._saved_self, f._saved_mat2)
print(f._saved_self_sym_sizes, f._saved_self_sym_strides)
print(f._saved_mat2_sym_sizes, f._saved_mat2_sym_strides)
f = (a @ b.t()).grad_fn
print(f._saved_mat2_sym_sizes, f._saved_mat2_sym_strides)
f = (a @ v).grad_fn
print(f.name(), f._saved_self, f._saved_vec)
f = (v @ v).grad_fn
print(f.name(), f._saved_self, f._saved_tensor)
f = torch.addmm(v, a, b).grad_fn
print(f.name(), f._saved_alpha, f._saved_beta, f._saved_mat1, f._saved_mat2)
print(f._saved_mat1_sym_sizes, f._saved_mat2_sym_strides)
f = (a @ b.detach()).grad_fn
print(f._saved_self, f._saved_mat2)
f = torch.bmm(a[None], b[None]).grad_fn
print(f._saved_self.shape, f._saved_mat2.shape)
f = torch.outer(v, v).grad_fn
print(f.name(), f._saved_self, f._saved_other)
