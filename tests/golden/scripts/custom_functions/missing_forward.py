import torch
from torch.autograd import Function
class Nothing(Function):
    pass
class OnlyForward(Function):
    @staticmethod
    def forward(ctx, x):
        return x * 2
x = torch.tensor(1.0, requires_grad=True)
try:
    Nothing.apply(x)
except NotImplementedError as e:
    print(e)
y = OnlyForward.apply(x)
print(y)
try:
    y.backward()
except NotImplementedError as e:
    print(e)
try:
    Function.apply(x)
except NotImplementedError as e:
    print(e)
