import torch
from torch.testing import assert_close, make_tensor

def attempt(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, str(error))

t = torch.tensor([1.0])
attempt(lambda: assert_close([t, 2], [t, 3]))
attempt(lambda: assert_close({"a": t, "b": (1, 2.5)}, {"a": t, "b": (1, 2.0)}))
attempt(lambda: assert_close([1], [1, 2]))
attempt(lambda: assert_close({"a": 1}, {"b": 1}))
attempt(lambda: assert_close([t, None], [t, None]))
attempt(lambda: assert_close(None, t))
attempt(lambda: assert_close(True, False))
attempt(lambda: assert_close("a", "a"))
