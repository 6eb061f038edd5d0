import torch
from torch import nn

net = nn.Sequential(nn.Linear(2, 1), nn.BatchNorm1d(1))
good = net.state_dict()
cases = {
    "missing": {k: v for k, v in good.items() if k != "0.bias"},
    "unexpected": {**good, "2.weight": torch.ones(1), "extra": torch.ones(1)},
    "deeper": {**good, "0.weight.more": torch.ones(1), "1.other": torch.ones(1)},
    "shape": {**good, "0.weight": torch.ones(2, 2), "1.running_mean": torch.ones(3)},
    "all": {"0.weight": torch.ones(3), "x": torch.ones(1)},
    "value": {**good, "0.bias": 3.0, "0.weight": None},
}
for name, state in cases.items():
    try:
        net.load_state_dict(state)
    except RuntimeError as e:
        print(name, e)
for state in (None, 3, [("0.bias", 1)]):
    try:
        net.load_state_dict(state)
    except TypeError as e:
        print(e)
try:
    net.load_state_dict({"0.weight": torch.ones(3)}, strict=False)
except RuntimeError as e:
    print(e)
