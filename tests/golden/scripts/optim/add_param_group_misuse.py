import torch

w = torch.zeros(2, requires_grad=True)
v = torch.zeros(2, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.1)
for group in [
    {"params": [w]},
    {"params": {v}},
    [v],
    {"params": [v * 2]},
    {"params": [("name", v)]},
    {"params": "v"},
    {"lr": 0.1},
]:
    try:
        optimizer.add_param_group(group)
        print("added")
    except Exception as e:
        print(type(e).__name__, e)
print(len(optimizer.param_groups))
