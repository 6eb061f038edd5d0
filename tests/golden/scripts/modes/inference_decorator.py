import torch

x = torch.ones(2, requires_grad=True)
@torch.inference_mode()
def f(t):
    return t * 2
@torch.inference_mode
def g(t):
    return t * 3
@torch.inference_mode(mode=False)
def h(t):
    return t * 4
print(f(x).is_inference(), g(x).is_inference(), h(x).is_inference(), h(x).requires_grad)
print(f.__name__, g.__name__)
print(torch.is_inference_mode_enabled())
