import torch
from torch.nn.utils import parameters_to_vector, vector_to_parameters

w = torch.zeros(2, 2, requires_grad=True)
b = torch.tensor(0.0, requires_grad=True)
vector = torch.arange(5.0)
print(vector_to_parameters(vector, [w, b]))
print(w, b, w._version, w.is_leaf)
vector[0] = 9.0
print(w, parameters_to_vector([w, b]))
w.sum().backward()
print(w.grad)
for wrong in [torch.arange(4.0), [1.0, 2.0]]:
    try:
        vector_to_parameters(wrong, [w, b])
    except Exception as e:
        print(type(e).__name__, str(e).split("\n")[0])
print(b)
