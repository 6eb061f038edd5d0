import torch
import torch.nn.functional as F

x = torch.tensor([[3.0, 4.0, 0.0, 0.0]], requires_grad=True)
w = torch.tensor([1.0, 2.0, 1.0, 1.0], requires_grad=True)
y = F.rms_norm(x, (4,), w, eps=0.0)
print(y, y.grad_fn.name())
y.sum().backward()
print(w.grad)
for shape in ((3,), 4, ()):
    try:
        F.rms_norm(x, shape)
    except Exception as e:
        print(type(e).__name__, e)
