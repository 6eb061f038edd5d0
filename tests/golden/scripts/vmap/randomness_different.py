import torch

x = torch.zeros(2, 3)
for f in (
    lambda r: torch.rand(3),
    lambda r: r + torch.randn(3),
    lambda r: torch.randint(0, 10, (2,)),
    lambda r: torch.randperm(4),
    lambda r: torch.rand_like(r),
    lambda r: torch.bernoulli(r + 0.5),
    lambda r: torch.nn.functional.dropout(r + 1, 0.5),
    lambda r: r.clone().normal_(),
    lambda r: torch.normal(r, 1.0),
):
    torch.manual_seed(0)
    print(torch.vmap(f, randomness="different")(x))
torch.manual_seed(0)
print(torch.vmap(torch.vmap(lambda v: torch.rand(2), randomness="different"), randomness="different")(x[:, :2]))
