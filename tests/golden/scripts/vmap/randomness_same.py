import torch

x = torch.zeros(2, 3)
for f in (
    lambda r: torch.rand(3),
    lambda r: torch.randn(3),
    lambda r: torch.randint(0, 10, (2,)),
    lambda r: torch.randperm(4),
    lambda r: torch.randn_like(r),
    lambda r: torch.nn.functional.dropout(r + 1, 0.5),
    lambda r: r.clone().uniform_(),
):
    torch.manual_seed(0)
    print(torch.vmap(f, randomness="same")(x))
torch.manual_seed(0)
print(torch.vmap(torch.vmap(lambda v: torch.rand(1), randomness="different"), randomness="same")(x[:, :2]))
torch.manual_seed(0)
print(torch.vmap(lambda r: torch.rand(1), randomness="same", chunk_size=1)(x))
