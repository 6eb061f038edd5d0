import torch
x = torch.tensor([3.0, -4.0, 0.0], requires_grad=True)
for p in [2, 1, 3, 0.5, float('inf'), -float('inf'), 0]:
    x.grad = None
    n = x.norm(p)
    n.backward()
    print(p, n, x.grad)
