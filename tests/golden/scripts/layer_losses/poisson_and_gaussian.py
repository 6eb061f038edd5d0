import torch
import torch.nn.functional as F

x = torch.tensor([0.0, 0.0], requires_grad=True)
y = torch.tensor([2.0, 0.0])
loss = F.poisson_nll_loss(x, y)
print(loss)
print(torch.autograd.grad(loss, x)[0])
print(
    F.poisson_nll_loss(
        torch.tensor([4.0], requires_grad=True), torch.tensor([0.0]), log_input=False, eps=0.0
    )
)
var = torch.tensor([1.0, 4.0], requires_grad=True)
loss = F.gaussian_nll_loss(x, y, var, reduction="sum")
loss.backward()
print(x.grad, var.grad, loss.grad_fn.name())
for bad in (torch.tensor([-1.0, 1.0]), torch.ones(3)):
    try:
        F.gaussian_nll_loss(x, y, bad)
    except ValueError as e:
        print(e)
