import torch
x = torch.tensor([1.0, 2.0, 3.0, 4.0], requires_grad=True)

y = x * 1
w = torch.tensor([10.0, 20.0, 30.0], requires_grad=True)
y.index_put_((torch.tensor([0, 0, 2]),), w, accumulate=True)
print(y, y.grad_fn.name())
(y * y).sum().backward()
print(x.grad, w.grad)
