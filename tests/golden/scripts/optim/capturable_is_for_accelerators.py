import torch

w = torch.tensor([1.0], requires_grad=True)
w.grad = torch.ones(1)
optimizer = torch.optim.Adam([w], capturable=True)
try:
    optimizer.step()
except AssertionError as e:
    print(e)
print(torch.optim.Adam([w], foreach=True, fused=False).defaults["foreach"])
try:
    torch.optim.Adam([w], differentiable=True, fused=True)
except RuntimeError as e:
    print(e)
