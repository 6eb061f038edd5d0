import torch
from torch import nn

norm = nn.BatchNorm1d(1)
state = norm.state_dict()
plain = {"weight": torch.ones(1), "bias": torch.ones(1)}
plain["running_mean"] = torch.ones(1)
plain["running_var"] = torch.ones(1)
print(norm.load_state_dict(plain), norm.num_batches_tracked)
del state["num_batches_tracked"]
try:
    norm.load_state_dict(state)
except RuntimeError as e:
    print(e)
try:
    nn.InstanceNorm1d(1).load_state_dict({"running_mean": torch.ones(1)})
except RuntimeError as e:
    print(e)
