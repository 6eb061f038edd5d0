import torch
x = torch.zeros(2, 3, 4, dtype=torch.int32)
print(x.shape, x.size(), x.size(0), x.size(-1), x.dim(), x.ndim, x.numel(), len(x))
print(x.dtype, x.device, x.is_floating_point(), x.element_size(), x.stride())
print(x.shape[1], list(x.shape), x.shape[1:], tuple(x.shape), x.shape == (2, 3, 4), x.shape.numel())
n, m, k = x.shape
print(n * m * k)
print(isinstance(x, torch.Tensor), torch.is_tensor(x), torch.is_tensor([1]))
print(repr(x.shape), f'{x.shape}')
