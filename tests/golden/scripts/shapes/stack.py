import torch
xs = [torch.tensor(float(i), requires_grad=True) for i in range(3)]
s = torch.stack(xs)
print(s)
(s ** 2).sum().backward()
print([x.grad for x in xs])
a = torch.tensor([1, 2])
b = torch.tensor([3, 4])
print(torch.stack([a, b]), torch.stack((a, b), dim=1), torch.stack([a, b], -1).shape)
try:
    torch.stack([a, torch.tensor([1, 2, 3])])
except RuntimeError as e:
    print(e)
