import torch
from torch.testing import assert_close, make_tensor

def attempt(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, str(error))

nan = float("nan")
attempt(lambda: assert_close(1.0, 1.0 + 1e-9))
attempt(lambda: assert_close(1.0, 2.0))
attempt(lambda: assert_close(1, 1.0))
attempt(lambda: assert_close(1, 0))
attempt(lambda: assert_close(nan, nan))
attempt(lambda: assert_close(nan, nan, equal_nan=True))
attempt(lambda: assert_close(torch.tensor([nan, 1.0]), torch.tensor([nan, 1.0])))
attempt(lambda: assert_close(torch.tensor([nan, 1.0]), torch.tensor([nan, 1.0]), equal_nan=True))
attempt(lambda: assert_close(torch.tensor([float("inf")]), torch.tensor([1.0])))
attempt(lambda: assert_close(1.0, 2.0, msg="mine"))
attempt(lambda: assert_close(1.0, 2.0, msg=lambda text: "mine: " + text))
