import torch

x = torch.tensor([[3.0, 1.0, 2.0], [5.0, 6.0, 4.0]])
print(torch.vmap(lambda r: r.max(0))(x))
print(torch.vmap(lambda r: r.sort(descending=True))(x))
print(torch.vmap(lambda r: r.topk(2))(x))
print(torch.vmap(lambda r: r.min(0, keepdim=True).indices)(x))
print(torch.vmap(lambda r: torch.cummax(r, 0).values)(x))
print(torch.vmap(lambda r: r.argsort())(x))
