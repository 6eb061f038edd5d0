import torch
from torch.func import jacrev, jacfwd
x = torch.tensor([1.0, 2.0])
f = lambda x: (x ** 3).sum()
for outer in (jacrev, jacfwd):
    for inner in (jacrev, jacfwd):
        print(outer(inner(f))(x))
print(jacrev(jacrev(jacrev(lambda t: t ** 4)))(torch.tensor(2.0)))
print(jacfwd(jacfwd(jacfwd(lambda t: t ** 4)))(torch.tensor(2.0)))
