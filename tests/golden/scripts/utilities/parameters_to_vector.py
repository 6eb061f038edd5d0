import torch
from torch.nn.utils import parameters_to_vector

w = torch.tensor([[1.0, 2.0], [3.0, 4.0]], requires_grad=True)
b = torch.tensor(5.0, requires_grad=True)
vector = parameters_to_vector([w, b])
print(vector)
(vector * torch.arange(5.0)).sum().backward()
print(w.grad, b.grad)
print(parameters_to_vector(p for p in [w]))
for wrong in [[], [w.t()], 5]:
    try:
        print(parameters_to_vector(wrong))
    except Exception as e:
        print(type(e).__name__, str(e).split("\n")[0])
