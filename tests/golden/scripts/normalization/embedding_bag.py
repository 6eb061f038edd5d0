import torch
import torch.nn.functional as F

w = torch.tensor([[1.0, 8.0], [2.0, 4.0], [4.0, 2.0]], requires_grad=True)
at, starts = torch.tensor([0, 1, 2, 2]), torch.tensor([0, 3, 3])
for mode in ("sum", "mean", "max"):
    w.grad = None
    y = F.embedding_bag(at, w, starts, mode=mode)
    print(y, y.grad_fn.name(), [n and n.name() for n, _ in y.grad_fn.next_functions])
    y.sum().backward()
    print(w.grad)
scale = torch.tensor([[0.5, 2.0]], requires_grad=True)
F.embedding_bag(torch.tensor([[0, 1]]), w, mode="sum", per_sample_weights=scale).sum().backward()
print(scale.grad)
for call in (lambda: F.embedding_bag(at, w), lambda: F.embedding_bag(at, w, starts, mode="min")):
    try:
        call()
    except ValueError as e:
        print(e)
