import torch

z = torch.tensor([1 + 2j, -3j], requires_grad=True)
optimizer = torch.optim.SGD([z], lr=0.25)
(z * z.conj()).real.sum().backward()
optimizer.step()
print(z, z.grad)
y = torch.tensor([1 + 2j], requires_grad=True)
adam = torch.optim.Adam([y], lr=0.5)
(y * y.conj()).real.sum().backward()
adam.step()
print(y)
print(adam.state[y]["exp_avg"].dtype, adam.state[y]["exp_avg"].shape)
