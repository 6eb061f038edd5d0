import torch
x = torch.tensor([1.0, 2.0], requires_grad=True)
a = (x ** 2).sum()
b = (x * 3).sum()
print(torch.autograd.grad([a, b], x, retain_graph=True))
print(torch.autograd.grad([a, b], [x], grad_outputs=[torch.tensor(1.0), torch.tensor(100.0)], retain_graph=True))
print(torch.autograd.grad((x * x, b), x, grad_outputs=(torch.tensor([1.0, -1.0]), None)))
