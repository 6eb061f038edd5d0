import torch

w = torch.tensor([1., 2.], requires_grad=True)
def step(p):
    with torch.no_grad():
        p -= 0.5 * p.grad
    p.grad = None
handle = w.register_post_accumulate_grad_hook(step)
for i in range(3):
    (w * w).sum().backward()
    print(w, w.grad)
handle.remove()
(w * w).sum().backward()
print(w, w.grad)
