import torch
import torch.nn.functional as F

x = torch.tensor([[0.5, 1.0], [2.0, 0.25]], requires_grad=True)
t = torch.tensor([[1.0, 1.0], [0.0, 0.0]])
f = F.mse_loss(x, t).grad_fn
print(f.name(), f._saved_reduction, f._saved_self, f._saved_target)
print(F.mse_loss(x, t, reduction="sum").grad_fn._saved_reduction)
print(F.mse_loss(x, t, reduction="none").grad_fn._saved_reduction)
f = F.huber_loss(x, t, delta=2.0).grad_fn
print(f.name(), f._saved_delta, f._saved_reduction)
f = F.smooth_l1_loss(x, t, beta=0.5).grad_fn
print(f.name(), f._saved_beta, f._saved_target)
f = F.cross_entropy(x, torch.tensor([0, 1])).grad_fn
print(f.name(), f._saved_ignore_index, f._saved_reduction, f._saved_target, f._saved_weight)
f = F.log_softmax(x, 1).grad_fn
print(f.name(), f._saved_dim)
f = F.leaky_relu(x, 0.2).grad_fn
print(f._saved_negative_slope, f._saved_self)
f = F.elu(x).grad_fn
print(f._saved_alpha, f._saved_scale, f._saved_input_scale)
f = F.softplus(x).grad_fn
print(f._saved_beta, f._saved_threshold)
f = F.gelu(x).grad_fn
print(f._saved_approximate, f._saved_self)
f = x.clamp(0, 1).grad_fn
print(f._saved_min, f._saved_max, f._saved_self)
f = x.clamp(min=0.5).grad_fn
print(f.name(), f._saved_min)
