import torch
from torch.autograd import Function
class Miss(Function):
    @staticmethod
    def forward(x):
        return x * 2
    @staticmethod
    def setup_context(ctx, inputs):
        pass
    @staticmethod
    def backward(ctx, g):
        return g
x = torch.tensor(2.0, requires_grad=True)
try:
    Miss.apply(x)
except TypeError as e:
    print(str(e).replace("Miss.", ""))
class NoForward(Function):
    @staticmethod
    def setup_context(ctx, inputs, output):
        pass
try:
    NoForward.apply(x)
except NotImplementedError as e:
    print(e)
class Raises(Function):
    @staticmethod
    def forward(x):
        return x * 2
    @staticmethod
    def setup_context(ctx, inputs, output):
        raise KeyError("setup")
try:
    Raises.apply(x)
except KeyError as e:
    print("KeyError", e)
print(torch.is_grad_enabled())
