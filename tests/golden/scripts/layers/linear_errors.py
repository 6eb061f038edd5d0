import torch
from torch import nn

fc = nn.Linear(3, 2)
for x in (torch.ones(2), torch.ones(2, 2), torch.ones(1, 1, 4), torch.ones(3, dtype=torch.float64)):
    try:
        fc(x)
    except RuntimeError as e:
        print(str(e).split("\n")[0])
for use in (lambda: fc(), lambda: fc(torch.ones(3), 2), lambda: fc([1.0, 2.0, 3.0])):
    try:
        use()
    except TypeError as e:
        print(str(e).split("\n")[0])
try:
    nn.Linear(3)
except TypeError as e:
    print(e)
try:
    nn.Linear(-1, 2)
except RuntimeError as e:
    print(str(e).split("\n")[0])
