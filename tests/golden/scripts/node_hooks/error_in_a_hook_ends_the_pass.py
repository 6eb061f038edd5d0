import torch

x = torch.tensor(1., requires_grad=True)
w = torch.tensor(1., requires_grad=True)
y = x * 2
z = y * w
def refuse(gi, go):
    raise ValueError("no further")
y.grad_fn.register_hook(refuse)
try:
    z.backward()
except ValueError as e:
    print("caught", e)
print(x.grad, w.grad)
