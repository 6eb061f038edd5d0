import torch
A = torch.arange(12.0).reshape(2, 2, 3).requires_grad_()
B = torch.arange(12.0).reshape(2, 3, 2).requires_grad_()
C = torch.bmm(A, B)
print(C)
C.sum().backward()
print(A.grad, B.grad)
D = A.detach() @ torch.ones(3, 1)
print(D.shape, (A @ torch.ones(3)).shape, (torch.ones(5, 1, 2, 3) @ B).shape)
try:
    torch.bmm(A, A)
except RuntimeError as e:
    print(e)
