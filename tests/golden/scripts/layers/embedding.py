import torch
from torch import nn

torch.manual_seed(0)
table = nn.Embedding(4, 2)
print(table, table.weight)
y = table(torch.tensor([[0, 3], [3, 3]]))
print(y)
y.sum().backward()
print(table.weight.grad)
for index in (torch.tensor([4]), torch.tensor([-1])):
    try:
        table(index)
    except IndexError as e:
        print(e)
try:
    table(torch.tensor([0.5]))
except RuntimeError as e:
    print(str(e).split(";")[0][:40])
