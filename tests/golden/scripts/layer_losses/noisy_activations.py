import torch
import torch.nn.functional as F

torch.manual_seed(5)
x = torch.tensor([-1.0, 2.0, -4.0], requires_grad=True)
y = F.rrelu(x, 0.25, 0.75, training=True)
y.sum().backward()
print(y, x.grad)
print(F.rrelu(x, 0.25, 0.75))
hard = F.gumbel_softmax(torch.tensor([[1.0, 2.0, 3.0]], requires_grad=True), hard=True)
print(hard, hard.grad_fn.name())
try:
    F.rrelu(x, 0.75, 0.25)
except RuntimeError as e:
    print(e)
