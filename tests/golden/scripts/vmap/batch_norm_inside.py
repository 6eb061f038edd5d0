import torch

norm = torch.nn.BatchNorm1d(3)
x = torch.ones(2, 4, 3)
try:
    torch.vmap(norm)(x)
except RuntimeError as error:
    print(str(error).split("\n")[0])
norm.eval()
print(torch.vmap(norm)(x * 0).abs().max().item())
plain = torch.nn.BatchNorm1d(3, track_running_stats=False)
print(torch.vmap(plain)(x).shape)
