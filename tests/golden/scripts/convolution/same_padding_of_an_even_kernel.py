import torch
import torch.nn.functional as F

x = torch.tensor([[[1.0, 2.0, 3.0]]], requires_grad=True)
y = F.conv1d(x, torch.ones(1, 1, 2), padding="same")
print(y, y.grad_fn.next_functions[0][0].name())
y.backward(torch.tensor([[[1.0, 10.0, 100.0]]]))
print(x.grad)
