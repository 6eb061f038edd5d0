import torch
x = torch.tensor(2.0)
print('before')
assert x > 3, f'x is {x.item()}'
