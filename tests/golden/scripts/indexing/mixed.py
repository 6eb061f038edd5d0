import torch
x = torch.arange(24).reshape(2, 3, 4)
print(x[0, ..., 1])
print(x[..., 1:3].shape, x[1, None, :, 2].shape, x[:, [0, 2], 1:].shape, x[0, [1, 1]].tolist())
print(x[:, torch.tensor([[0, 1], [1, 2]])].shape, x[x > 20].tolist(), x[1][2][3])
k = torch.tensor(1)
print(x[k].shape, x[0, k, -1])
print(x[True].shape, x[1:1].shape, x[5:].shape, x[:-1, -2:].shape)
