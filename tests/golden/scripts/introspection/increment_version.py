import torch
from torch.autograd.graph import increment_version

x = torch.tensor([1.0, 2.0])
increment_version(x)
print(x._version)
increment_version([x, x])
print(x._version)
w = torch.tensor([1.0, 2.0], requires_grad=True)
h = w * 1
y = h * h
increment_version(h)
try:
    y.sum().backward()
except RuntimeError as e:
    print(str(e).split("[")[0], h._version)
increment_version(w)
print(w._version, w[0]._version)
y = w * w
increment_version((t for t in [w]))
try:
    y.sum().backward()
except RuntimeError as e:
    print("version" in str(e))
