import torch
from torch.testing import assert_close, make_tensor

def attempt(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, str(error))

torch.manual_seed(1)
cpu = dict(device="cpu")
print(make_tensor(2, 2, dtype=torch.float64, **cpu))
print(make_tensor((3,), dtype=torch.int64, low=0, high=5, **cpu))
print(make_tensor(4, dtype=torch.bool, **cpu))
x = make_tensor((2, 2), dtype=torch.float32, low=-1, high=1, requires_grad=True, noncontiguous=True, **cpu)
print(x, x.stride(), x.is_leaf)
print(make_tensor(2, dtype=torch.complex64, **cpu))
attempt(lambda: make_tensor(2, dtype=torch.int64, requires_grad=True, **cpu))
attempt(lambda: make_tensor(2, dtype=torch.float32, low=2, high=1, **cpu))
