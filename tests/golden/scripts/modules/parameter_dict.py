import torch
from torch import nn

d = nn.ParameterDict({"b": torch.ones(2), "a": nn.Parameter(torch.zeros(1))})
print(d, len(d), list(d), "a" in d, d["b"], d.b is d["b"])
d["c"] = torch.ones(1, 2)
d["text"] = "anything"
print(d, list(d.keys()), [n for n, _ in d.named_parameters()])
print(d.get("zzz", 3), d.setdefault("e", torch.ones(1)), d.popitem(), d.pop("text"))
del d["c"]
print([k for k, _ in d.items()], [v.shape for v in d.values()], list(reversed(d)))
print(d | nn.ParameterDict({"z": torch.ones(1)}), d.fromkeys(["p", "q"], 1), d.copy())
d |= {"y": torch.ones(1)}
print(list(d.state_dict()))
d.clear()
print(d)
for use in (
    lambda: d["missing"],
    lambda: d[3],
    lambda: d.update(3),
    lambda: d.update([(1,)]),
    lambda: d(1),
    lambda: d.update({"a.b": torch.ones(1)}),
):
    try:
        use()
    except (KeyError, TypeError, ValueError, RuntimeError, AttributeError) as e:
        print(type(e).__name__, e)
