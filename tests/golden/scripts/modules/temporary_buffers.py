import torch
from torch import nn

net = nn.Module()
net.register_buffer("kept", torch.ones(1))
net.register_buffer("gone", torch.zeros(1), persistent=False)
print([k for k, _ in net.named_buffers()], list(net.state_dict()))
net.gone = torch.ones(2)
print(net.gone, list(net.state_dict()))
print(net.load_state_dict({"kept": torch.full((1,), 4.0)}), net.kept)
net.register_buffer("gone", torch.ones(1))
print(list(net.state_dict()))
del net.gone
net.register_buffer("gone", torch.ones(1), persistent=False)
print(list(net.state_dict()))
