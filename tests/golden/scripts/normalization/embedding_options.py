import torch
import torch.nn.functional as F

w = torch.tensor([[3.0, 4.0], [1.0, 0.0], [0.0, 2.0]], requires_grad=True)
at = torch.tensor([[0, 1], [1, 2]])
y = F.embedding(at, w, padding_idx=2)
print(y, y.grad_fn.name())
y.sum().backward()
print(w.grad)
w.grad = None
F.embedding(at, w, scale_grad_by_freq=True).sum().backward()
print(w.grad)
print(F.embedding(torch.tensor(0), w, max_norm=1.0), w._version)
print(w)
for call in (
    lambda: F.embedding(torch.tensor([3]), w),
    lambda: F.embedding(torch.tensor([0.0]), w),
    lambda: F.embedding(at, w, 7),
    lambda: F.embedding(at, w[0]),
):
    try:
        call()
    except Exception as e:
        print(type(e).__name__, e)
