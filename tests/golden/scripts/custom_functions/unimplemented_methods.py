import torch
from torch.autograd import Function
class F(Function):
    @staticmethod
    def forward(ctx, x):
        return x * 2
    @staticmethod
    def backward(ctx, g):
        return g
for call in [
    lambda: F.jvp(None),
    lambda: F.vmap(None, None),
    lambda: F.setup_context(None, (), None),
    lambda: F.vjp(None),
    lambda: Function.forward(None),
    lambda: Function.backward(None),
]:
    try:
        call()
    except NotImplementedError as e:
        print(e)
print(F.generate_vmap_rule, F.clear_saved_tensors_on_access, F.boxed_grads_call)
