import torch
import numpy as np
x = torch.tensor([[1.0, 2.0], [3.0, 4.0]])
n = x.numpy()
print(n, n.shape, n.dtype)
n[0, 0] = 100
print(x)
print(torch.tensor([1, 2]).numpy(), torch.tensor(2.5).numpy(), (x * 2).sum().numpy())
w = torch.ones(2, requires_grad=True)
print(w.detach().numpy(), np.array([1.0, 2.0]))
