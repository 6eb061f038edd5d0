import torch
import torch.nn.functional as F

x = torch.tensor([[[1.0, 5.0, 2.0, 0.0, 7.0], [4.0, 3.0, 8.0, 6.0, 9.0]]])
values, at = F.max_pool2d(x, 2, return_indices=True)
values.requires_grad_()
y = F.max_unpool2d(values, at, 2)
print(y, y.grad_fn.name())
print(F.max_unpool2d(values, at, 2, output_size=(2, 5)))
y.backward(torch.arange(8.0).reshape(1, 2, 4))
print(values.grad)
for call in (
    lambda: F.max_unpool2d(values, at + 4, 2),
    lambda: F.max_unpool2d(values, at, 2, output_size=(9, 9)),
    lambda: F.max_unpool2d(values, at.int(), 2),
):
    try:
        call()
    except (RuntimeError, ValueError) as e:
        print(type(e).__name__, e)
