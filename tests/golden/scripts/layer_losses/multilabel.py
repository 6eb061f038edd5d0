import torch
import torch.nn.functional as F

x = torch.tensor([[0.5, 1.0, 0.0, 2.0]], requires_grad=True)
y = torch.tensor([[3, 0, -1, 1]])
loss = F.multilabel_margin_loss(x, y)
print(loss, loss.grad_fn.name())
print(torch.autograd.grad(loss, x)[0])
hot = torch.tensor([[1.0, 0.0, 0.0, 1.0]])
soft = F.multilabel_soft_margin_loss(torch.zeros(1, 4, requires_grad=True), hot)
print(soft)
for target in (torch.tensor([[4, 0, -1, 1]]), torch.tensor([0, 1])):
    try:
        F.multilabel_margin_loss(x, target)
    except RuntimeError as e:
        print(e)
