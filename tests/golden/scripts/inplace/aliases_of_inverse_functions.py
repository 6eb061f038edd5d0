import torch
y = torch.tensor([0.0, 1.0])
print(y.clone().arcsin_(), y.clone().arccos_(), y.clone().arctan_(), y.clone().arctan2_(y))
print(torch.arccosh(torch.tensor([1.0])), torch.arcsin_(y), y)
