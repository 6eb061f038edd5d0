import torch

x = torch.ones(2, 3, requires_grad=True)
(x * 2).backward(torch.tensor(1.0).expand(2, 3))
print(x.grad, x.grad.is_contiguous())
x.grad = None
x.backward(torch.tensor([[1.0], [2.0]]).expand(2, 3))
print(x.grad, x.grad.stride())
x.grad.add_(1)
print(x.grad)
seed = torch.arange(6.0).reshape(3, 2).t()
x.grad = None
(x + 0).backward(seed)
print(x.grad, seed)
x.grad.zero_()
print(seed)
(g,) = torch.autograd.grad(x * 1, x, torch.arange(12.0).reshape(2, 6)[:, ::2])
print(g)
