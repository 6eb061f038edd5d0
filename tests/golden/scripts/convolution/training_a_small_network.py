import torch
import torch.nn.functional as F

torch.manual_seed(0)
x = torch.randn(4, 3, 8, 8)
y = torch.randint(0, 5, (4,))
w1 = (torch.randn(6, 3, 3, 3) * 0.2).requires_grad_()
b1 = torch.zeros(6, requires_grad=True)
g = torch.ones(6, requires_grad=True)
w2 = (torch.randn(5, 6 * 4 * 4) * 0.1).requires_grad_()
rm, rv = torch.zeros(6), torch.ones(6)
for step in range(5):
    h = F.conv2d(x, w1, b1, padding=1)
    h = F.relu(F.batch_norm(h, rm, rv, g, None, True))
    h = F.max_pool2d(h, 2)
    h = F.dropout(h, 0.2)
    loss = F.cross_entropy(F.linear(h.flatten(1), w2), y)
    loss.backward()
    with torch.no_grad():
        for p in (w1, b1, g, w2):
            p -= 0.1 * p.grad
            p.grad = None
    print(round(loss.item(), 4))
print(rm, rv)
