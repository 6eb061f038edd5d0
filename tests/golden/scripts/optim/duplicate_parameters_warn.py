import torch
import warnings

w = torch.tensor([1.0], requires_grad=True)
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    optimizer = torch.optim.SGD([w, w], lr=0.25)
w.grad = torch.ones(1)
optimizer.step()
print(w, len(optimizer.param_groups[0]["params"]))
print(optimizer.state_dict()["param_groups"][0]["params"])
