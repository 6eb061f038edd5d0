import torch
from torch.autograd import Function
import torch.autograd.function as functions
for name in ["Function", "FunctionCtx", "BackwardCFunction", "once_differentiable"]:
    print(name, hasattr(functions, name))
print(functions.InplaceFunction.__name__, issubclass(functions.InplaceFunction, Function))
print(functions.NestedIOFunction.__name__, issubclass(functions.NestedIOFunction, Function))
print(torch.autograd.Function is functions.Function)
print(torch.autograd.NestedIOFunction is functions.NestedIOFunction)
class Old(functions.InplaceFunction):
    @staticmethod
    def forward(ctx, x):
        return x * 2
    @staticmethod
    def backward(ctx, g):
        return g * 2
x = torch.tensor(1.0, requires_grad=True)
print(Old.apply(x))
print(Old(inplace=True).inplace)
