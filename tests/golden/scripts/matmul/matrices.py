import torch
A = torch.tensor([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]], requires_grad=True)
B = torch.tensor([[1.0, 0.0, -1.0], [2.0, 1.0, 0.0]], requires_grad=True)
C = A @ B
print(C)
(C * torch.arange(9.0).view(3, 3)).sum().backward()
print(A.grad, B.grad, sep='\n')
print(torch.mm(B, A), torch.matmul(A, B).shape)
v = torch.tensor([1.0, -1.0])
print(A @ v, torch.mv(A, v), v @ B, (A @ v).grad_fn.name())
for f in [lambda: A @ A, lambda: torch.mm(A, v), lambda: A @ torch.ones(3), lambda: torch.mv(A, torch.ones(3)), lambda: torch.tensor(1.0) @ A]:
    try:
        f()
    except RuntimeError as e:
        print(e)
