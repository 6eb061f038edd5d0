import torch

w = torch.tensor([2.0], requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.25, momentum=0.5)
w.grad, = torch.autograd.grad((w ** 3).sum(), w, create_graph=True)
print(w.grad)
optimizer.step()
print(w, w.grad_fn, optimizer.state[w]["momentum_buffer"])
try:
    w.grad.backward()
except RuntimeError as e:
    print(str(e).split("\n")[0][:70])
shared = torch.tensor([1.0])
a = torch.zeros(1, requires_grad=True)
b = torch.zeros(1, requires_grad=True)
a.grad = b.grad = shared
torch.optim.SGD([a, b], lr=0.5, weight_decay=1.0, maximize=True).step()
print(a, b, shared, shared._version)
