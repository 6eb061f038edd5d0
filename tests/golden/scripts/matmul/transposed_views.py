import torch
A = torch.arange(6.0).reshape(2, 3).requires_grad_()
G = A.t() @ A
print(G)
G.diagonal().sum().backward()
print(A.grad)
print((A @ A.T).grad_fn.next_functions[1][0].name())
