import torch
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(0)
data = TensorDataset(torch.arange(7))
loader = DataLoader(data, batch_size=3, shuffle=True)
for epoch in range(3):
    print([x.tolist() for x, in loader])
print(torch.rand(1))
generator = torch.Generator().manual_seed(5)
loader = DataLoader(data, batch_size=4, shuffle=True, generator=generator)
print([x.tolist() for x, in loader], [x.tolist() for x, in loader])
print(torch.randint(100, (2,)))
