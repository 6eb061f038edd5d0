import torch
class Old(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x
x = torch.tensor(1.0)
try:
    Old()(x)
except RuntimeError as e:
    print(str(e).split('.')[0])
try:
    Old.forward(x)
except TypeError as e:
    print('TypeError')
