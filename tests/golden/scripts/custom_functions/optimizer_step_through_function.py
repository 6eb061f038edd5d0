import torch
from torch.autograd import Function
class Clip(Function):
    @staticmethod
    def forward(ctx, w):
        return w
    @staticmethod
    def backward(ctx, g):
        return g.clamp(-1, 1)
w = torch.tensor([4.0, -0.25], requires_grad=True)
opt = torch.optim.SGD([w], lr=0.5)
for step in range(3):
    opt.zero_grad()
    loss = (Clip.apply(w) ** 2).sum()
    loss.backward()
    opt.step()
    print(loss.item(), w.grad, w)
