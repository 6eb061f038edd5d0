import torch

x = torch.tensor([1.0, 2.0], requires_grad=True)
(x * 2).sum().backward()
plain = x.grad
(x * x).sum().backward(create_graph=True)
print(x.grad, x.grad is plain, plain)
recorded = x.grad
(x * 3).sum().backward()
print(x.grad, x.grad is recorded, recorded.requires_grad)
