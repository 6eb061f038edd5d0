import torch
x = torch.tensor([0.0, 1.0, -1.0], requires_grad=True)
y = 1 / x
print(y)
y.sum().backward()
print(x.grad)
z = torch.tensor(0.0, requires_grad=True)
w = z / z
print(w, torch.isnan(w), torch.isinf(1 / z))
w.backward()
print(z.grad)
print(torch.log(torch.tensor([0.0, -1.0])), torch.sqrt(torch.tensor([-1.0, 0.0])))
