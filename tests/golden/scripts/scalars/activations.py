import torch
x = torch.tensor([-2.0, -0.5, 0.0, 0.5, 2.0], requires_grad=True)
import torch.nn.functional as F
for f in [torch.sigmoid, torch.tanh, torch.relu, F.relu]:
    x.grad = None
    y = f(x)
    y.sum().backward()
    print(y)
    print(x.grad)
