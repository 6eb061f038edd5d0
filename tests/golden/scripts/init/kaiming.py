import torch
from torch import nn

torch.manual_seed(0)
w = torch.empty(2, 3)
print(nn.init.kaiming_uniform_(w))
print(nn.init.kaiming_uniform_(w, a=0.5, mode="fan_out"))
print(nn.init.kaiming_uniform_(w, nonlinearity="relu"))
print(nn.init.kaiming_normal_(w, nonlinearity="tanh"))
print(nn.init.kaiming_normal_(torch.empty(1, 2, 2), mode="FAN_IN"))
for kwargs in ({"mode": "fan"}, {"nonlinearity": "swish"}, {"a": "x"}):
    try:
        nn.init.kaiming_uniform_(w, **kwargs)
    except ValueError as e:
        print(e)
try:
    nn.init.kaiming_normal_(torch.empty(2))
except ValueError as e:
    print(e)
