import torch
from torch.autograd.functional import hessian, jacobian

def f(x):
    return (x[0] - 1) ** 2 * 4 + (x[1] + 2) ** 2 + x[0] * x[1]
x = torch.tensor([0.0, 0.0], dtype=torch.float64)
for step in range(2):
    slope = jacobian(f, x)
    curvature = hessian(f, x)
    x = x - torch.linalg.solve(curvature, slope)
    print(step, slope.tolist(), curvature.tolist())
print([round(value, 6) for value in x.tolist()])
