import torch

w = torch.tensor([1.0], requires_grad=True)
b = torch.tensor([2.0], requires_grad=True)
optimizer = torch.optim.SGD([("weight", w), ("bias", b)], lr=0.5)
print(optimizer.param_groups[0]["param_names"])
print(optimizer)
print(optimizer.state_dict()["param_groups"])
(w * b).backward()
optimizer.step()
print(w, b)
for params in [[("weight", w), b], [{"params": [("w", w)]}, {"params": [b]}]]:
    try:
        torch.optim.SGD(params)
    except ValueError as e:
        print(e)
model = torch.nn.Linear(2, 1)
print(torch.optim.Adam(model.named_parameters()).param_groups[0]["param_names"])
