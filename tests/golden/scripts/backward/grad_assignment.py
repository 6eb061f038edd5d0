import torch
x = torch.tensor([1.0, 2.0], requires_grad=True)
x.grad = torch.tensor([10.0, 20.0])
(x * 2).sum().backward()
print(x.grad)
for bad in [torch.ones(3), 5, torch.ones(2, dtype=torch.float64)]:
    try:
        x.grad = bad
    except Exception as e:
        print(type(e).__name__, e)
del x.grad
print(x.grad)
