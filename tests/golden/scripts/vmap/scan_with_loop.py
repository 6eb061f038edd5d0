import torch


def cumulative(row):
    total = row.new_zeros(())
    out = []
    for value in row:
        total = total + value * value
        out.append(total)
    return torch.stack(out)


x = torch.tensor([[1.0, 2.0], [3.0, 4.0]])
print(torch.vmap(cumulative)(x))
print(torch.vmap(torch.func.jacrev(cumulative))(x))
