import torch
import math
x = torch.tensor(0.0, dtype=torch.float64, requires_grad=True)
f = torch.exp(torch.sin(x))
coefficients = [f.item()]
d = f
for n in range(1, 6):
    d, = torch.autograd.grad(d, x, create_graph=True)
    coefficients.append(d.item() / math.factorial(n))
print([round(c, 6) for c in coefficients])
