import torch
def energy(q):
    d = q[:, None, :] - q[None, :, :]
    r2 = (d ** 2).sum(-1) + torch.eye(3, dtype=torch.float64)
    return (1 / r2).sum() / 2
q = torch.tensor([[0.0, 0.0], [1.0, 0.0], [0.0, 2.0]], dtype=torch.float64, requires_grad=True)
e = energy(q)
force, = torch.autograd.grad(-e, q)
print(e)
print(force)
print(force.sum(0).abs() < 1e-12)
