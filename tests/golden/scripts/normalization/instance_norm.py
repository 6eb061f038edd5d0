import torch
import torch.nn.functional as F

x = torch.tensor([[[1.0, 3.0], [0.0, 8.0]], [[5.0, 7.0], [1.0, 1.0]]], requires_grad=True)
y = F.instance_norm(x, eps=0.25)
print(y)
print(y.grad_fn.name(), y.grad_fn.next_functions[0][0].name())
mean, var = torch.zeros(2), torch.ones(2)
F.instance_norm(x, mean, var, momentum=0.5)
print(mean, var, mean._version)
for call in (
    lambda: F.instance_norm(x[..., :1]),
    lambda: F.instance_norm(x, use_input_stats=False),
):
    try:
        call()
    except Exception as e:
        print(type(e).__name__, e)
