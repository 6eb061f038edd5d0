import torch

x = torch.ones(2, 3)
print(torch.vmap(lambda r: torch.arange(2.0), out_dims=None)(x))
print(torch.vmap(lambda r: (r.sum(), "text", 3), out_dims=(0, None, None))(x))
