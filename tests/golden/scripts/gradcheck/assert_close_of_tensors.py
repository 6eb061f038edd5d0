import torch
from torch.testing import assert_close, make_tensor

def attempt(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, str(error))

a = torch.tensor([[1.0, 2.0], [3.0, 4.0]])
attempt(lambda: assert_close(a, a.clone()))
attempt(lambda: assert_close(a, a + torch.tensor([[0.0, 0.5], [0.0, 0.0]])))
attempt(lambda: assert_close(a, a * 2, rtol=0, atol=0))
attempt(lambda: assert_close(a, a + 0.25, rtol=0, atol=0.5))
attempt(lambda: assert_close(torch.tensor(1.0), torch.tensor(2.0)))
attempt(lambda: assert_close(torch.tensor([1, 2]), torch.tensor([1, 4])))
attempt(lambda: assert_close(torch.tensor([True]), torch.tensor([False])))
attempt(lambda: assert_close(torch.tensor([1j]), torch.tensor([2j])))
attempt(lambda: assert_close(torch.tensor([1.0], requires_grad=True), torch.tensor([3.0])))
