import torch
from torch.testing import assert_close, make_tensor

def attempt(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, str(error))

a = torch.ones(2, 3)
attempt(lambda: assert_close(a, torch.ones(3, 2)))
attempt(lambda: assert_close(a, a.double()))
attempt(lambda: assert_close(a, a.double(), check_dtype=False))
attempt(lambda: assert_close(a, torch.ones(3, 2).t()))
attempt(lambda: assert_close(a, torch.ones(3, 2).t(), check_stride=True))
attempt(lambda: assert_close(a, a, rtol=1.0))
attempt(lambda: assert_close(a, [1.0]))
