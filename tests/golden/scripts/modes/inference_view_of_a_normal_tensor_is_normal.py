import torch

c = torch.ones(4)
with torch.inference_mode():
    v = c.view(2, 2)
    w = c[1:]
    d = c.detach()
    print(v.is_inference(), w.is_inference(), d.is_inference())
    w.add_(1)
print(c, c._version)
