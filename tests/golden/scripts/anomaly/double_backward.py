import torch

x = torch.tensor(0., requires_grad=True)
with torch.autograd.set_detect_anomaly(True):
    y = x.sqrt() * x.sqrt()
    try:
        torch.autograd.grad(y, x, create_graph=True)
    except RuntimeError as e:
        print(e)
    z = x ** 1.5
    g, = torch.autograd.grad(z, x, create_graph=True)
    print(g, torch.autograd.grad(g, x))
