import torch
x = torch.tensor([2.0, -1.0], dtype=torch.float64, requires_grad=True)
for i in range(4):
    f = (x[0] - 1) ** 4 + (x[0] * x[1] + 1) ** 2
    g, = torch.autograd.grad(f, x, create_graph=True)
    H = torch.stack([torch.autograd.grad(k, x, retain_graph=True)[0] for k in g])
    det = H[0, 0] * H[1, 1] - H[0, 1] * H[1, 0]
    inv = torch.stack([torch.stack([H[1, 1], -H[0, 1]]), torch.stack([-H[1, 0], H[0, 0]])]) / det
    print(i, round(f.item(), 6), g)
    x = (x - inv @ g).detach().requires_grad_()
print(x)
