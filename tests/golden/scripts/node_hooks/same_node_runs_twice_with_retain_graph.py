import torch

x = torch.tensor(3., requires_grad=True)
y = x ** 2
count = []
y.grad_fn.register_hook(lambda gi, go: count.append(gi[0].item()))
y.backward(retain_graph=True)
y.backward(torch.tensor(2.))
print(count, x.grad)
