import torch
from torch import nn


class Net(nn.Module):
    def forward(self, x, *others, scale=1.0, **named):
        return {"x": x * scale, "others": len(others), "named": sorted(named)}, [x]


net = Net()
x = torch.tensor([1.0], requires_grad=True)
out, listed = net(x, 1, 2, scale=3.0, b=1, a=2)
print(out, listed)
out["x"].backward()
print(x.grad)
