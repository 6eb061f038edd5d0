import torch

w = torch.tensor([1.0, -2.0], requires_grad=True)
optimizer = torch.optim.AdamW([w], lr=0.25, weight_decay=0.5)
w.grad = torch.zeros(2)
optimizer.step()
print(w, w._version)
w.grad = torch.tensor([1.0, 1.0])
optimizer.step()
print(w, w._version)
print(optimizer)
print(isinstance(optimizer, torch.optim.Adam), optimizer.defaults["decoupled_weight_decay"])
