import torch
import torch.nn.functional as F

x = torch.tensor([0.5, 0.25, 3.0], requires_grad=True)
y = torch.tensor([1, -1, -1])
for reduction in ("mean", "sum", "none"):
    print(F.hinge_embedding_loss(x, y, reduction=reduction))
F.hinge_embedding_loss(x, y, margin=0.5).backward()
print(x.grad)
