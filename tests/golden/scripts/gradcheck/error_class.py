import torch
from torch.autograd import gradcheck, gradgradcheck

from torch.autograd.gradcheck import GradcheckError
class Wrong(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x * 2
    @staticmethod
    def backward(ctx, grad):
        return grad * 3
x = torch.tensor(1.5, dtype=torch.float64, requires_grad=True)
try:
    gradcheck(Wrong.apply, x)
except GradcheckError as error:
    print(isinstance(error, RuntimeError), type(error).__name__)
    print(error)
print(issubclass(GradcheckError, RuntimeError))
