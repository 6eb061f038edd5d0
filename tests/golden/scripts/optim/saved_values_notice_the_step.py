import torch

w = torch.tensor([2.0, 3.0], requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.5)
loss = (w * w).sum()
loss.backward(retain_graph=True)
optimizer.step()
try:
    loss.backward()
except RuntimeError as e:
    print(str(e).split("\n")[0])
linear = (w * 3).sum()
linear.backward(retain_graph=True)
optimizer.step()
linear.backward()
print(w.grad, w)
