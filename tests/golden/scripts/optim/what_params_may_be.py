import torch

w = torch.zeros(2, requires_grad=True)
for make in [
    lambda: torch.optim.SGD([]),
    lambda: torch.optim.SGD(w),
    lambda: torch.optim.SGD(5),
    lambda: torch.optim.SGD([1.0]),
    lambda: torch.optim.SGD(["w"]),
    lambda: torch.optim.SGD([[w]]),
    lambda: torch.optim.SGD([w, None]),
    lambda: torch.optim.SGD([w * 1]),
    lambda: torch.optim.SGD([{"params": [w]}, {"params": [w]}]),
    lambda: torch.optim.SGD({"params": [w]}),
    lambda: torch.optim.SGD(),
    lambda: torch.optim.SGD([torch.zeros(1)]),
    lambda: torch.optim.SGD(iter([w])),
]:
    try:
        print(len(make().param_groups[0]["params"]))
    except Exception as e:
        print(type(e).__name__, e)
