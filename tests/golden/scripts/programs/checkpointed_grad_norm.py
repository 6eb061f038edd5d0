import torch
ws = [torch.tensor([0.5 * k, 1.0], requires_grad=True) for k in range(1, 4)]
h = torch.tensor([1.0, -1.0])
for w in ws:
    h = torch.tanh(w * h + 0.1)
loss = h.pow(2).sum()
loss.backward()
norm = torch.sqrt(sum([(w.grad ** 2).sum() for w in ws]))
print(loss, norm)
scale = 0.1 / (norm + 1e-6)
for w in ws:
    w.grad.mul_(scale)
    print(w.grad)
print(torch.stack([w.grad.norm() for w in ws]).norm())
