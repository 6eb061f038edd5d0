import torch

a = torch.tensor(2., requires_grad=True)
y = a * 2
with y.grad_fn.register_hook(lambda gi, go: print("inside")):
    y.backward(retain_graph=True)
y.backward()
print(a.grad)
