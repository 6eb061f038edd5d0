import torch
import torch.nn.functional as F
from functools import partial
from torch.func import jacrev, jacfwd, vjp, jvp, vmap, hessian

_ = torch.manual_seed(0)


def predict(weight, bias, x):
    return F.linear(x, weight, bias).tanh()


D = 4
weight = torch.randn(D, D)
bias = torch.randn(D)
x = torch.randn(D)  # feature vector


def compute_jac(xp):
    jacobian_rows = [torch.autograd.grad(predict(weight, bias, xp), xp, vec)[0]
                     for vec in unit_vectors]
    return torch.stack(jacobian_rows)


xp = x.clone().requires_grad_()
unit_vectors = torch.eye(D)
jacobian = compute_jac(xp)
print(jacobian.shape)
_, vjp_fn = vjp(partial(predict, weight, bias), x)
ft_jacobian, = vmap(vjp_fn)(unit_vectors)
assert torch.allclose(ft_jacobian, jacobian)
assert torch.allclose(jacrev(predict, argnums=2)(weight, bias, x), jacobian)
assert torch.allclose(jacfwd(predict, argnums=2)(weight, bias, x), jacobian, atol=1e-6)
hess = hessian(predict, argnums=2)(weight, bias, x)
print(hess.shape, torch.allclose(hess, jacfwd(jacfwd(predict, argnums=2), argnums=2)(weight, bias, x), atol=1e-6))
batch = torch.randn(3, D)
batched = vmap(jacrev(predict, argnums=2), in_dims=(None, None, 0))(weight, bias, batch)
print(batched.shape)
primal, tangent = jvp(lambda v: predict(weight, bias, v), (x,), (torch.ones(D),))
print(torch.allclose(tangent, jacobian @ torch.ones(D), atol=1e-6))
ft_jac_weight, ft_jac_bias = jacrev(predict, argnums=(0, 1))(weight, bias, x)
print(ft_jac_weight.shape, ft_jac_bias.shape)
