import torch


def f(x):
    print(x.shape, x.size(), x.size(0), x.dim(), x.ndim, x.numel(), len(x), x.dtype)
    print(x.requires_grad, x.grad_fn, x.is_leaf, x.grad)
    print(isinstance(x, torch.Tensor), type(x).__name__, x.is_floating_point(), x.device)
    print(x.stride(), x.is_contiguous(), x.T.shape, x[0].shape, x.element_size())
    return x * 2


x = torch.ones(4, 2, 3, requires_grad=True)
y = torch.vmap(f)(x)
print(y.requires_grad, y.grad_fn.name(), y.shape)
