import torch
x = torch.tensor([1.0, 2.0, 3.0])
x += 1
print(x)
x -= torch.tensor([1.0, 0.0, 1.0])
x *= 2
x /= 4
print(x, x._version)
x.add_(10).mul_(2).sub_(1).div_(2)
print(x, x._version)
x.neg_()
x.zero_()
print(x)
x.fill_(3)
x.pow_(2)
print(x)
x.clamp_(max=5)
print(x.copy_(torch.tensor([7, 8, 9])), x._version)
