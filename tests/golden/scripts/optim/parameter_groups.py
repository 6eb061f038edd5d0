import torch

w = torch.tensor([1.0, 2.0], requires_grad=True)
b = torch.tensor(3.0, requires_grad=True)
c = torch.tensor(5.0, requires_grad=True)
optimizer = torch.optim.SGD([{"params": [w]}, {"params": b, "lr": 0.5}], lr=0.25, momentum=0.5)
optimizer.add_param_group({"params": [c], "weight_decay": 1.0})
print([sorted(group) for group in optimizer.param_groups][0])
print([(g["lr"], g["momentum"], g["weight_decay"], len(g["params"])) for g in optimizer.param_groups])
(w.sum() + b + c).backward()
optimizer.step()
print(w, b, c)
optimizer.param_groups[0]["lr"] = 0.0
optimizer.step()
print(w, b, c)
print(optimizer)
