import torch
import torch.nn.functional as F

a = torch.tensor([[1.0, 0.0], [3.0, 4.0]], requires_grad=True)
b = torch.tensor([[0.0, 2.0], [4.0, 3.0]])
loss = F.cosine_embedding_loss(a, b, torch.tensor([1, -1]), reduction="none")
print(loss, loss.grad_fn.name())
loss.sum().backward()
print(a.grad)
for target in (torch.tensor([[1]]), torch.tensor(1)):
    try:
        F.cosine_embedding_loss(a, b, target)
    except RuntimeError as e:
        print(e)
