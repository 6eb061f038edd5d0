import torch

calls = []


def f(row):
    print("called with shape", row.shape, "dims", row.dim(), "numel", row.numel())
    calls.append(1)
    return row.sum()


print(torch.vmap(f)(torch.ones(5, 3)))
print(len(calls))
