import torch
from torch import nn

d = nn.ModuleDict({"linear": nn.Linear(1, 1), "act": nn.ReLU()})
print(d, len(d), "act" in d, list(d), list(d.keys()))
print([type(m).__name__ for m in d.values()], [k for k, _ in d.items()])
d["more"] = nn.Tanh()
d.update([["x", nn.Identity()], ("y", nn.Sigmoid())])
d.update(nn.ModuleDict({"act": nn.ELU()}))
print(d, d.pop("x"), d.more is d["more"])
del d["y"]
print(list(d))
d.clear()
print(d, len(d))
for use in (
    lambda: d["missing"],
    lambda: d.update(3),
    lambda: d.update([3]),
    lambda: d.update([(1, 2, 3)]),
    lambda: d.update({"a": 3}),
    lambda: d.update({"keys": nn.ReLU()}),
    lambda: d.update({"a.b": nn.ReLU()}),
    lambda: d.update({3: nn.ReLU()}),
):
    try:
        use()
    except (KeyError, TypeError, ValueError) as e:
        print(type(e).__name__, e)
