import torch
grads = {}
def save(name):
    def hook(g):
        grads[name] = g.clone()
    return hook
x = torch.tensor([1.0, -2.0, 3.0], requires_grad=True)
h = x
for i in range(3):
    h = torch.tanh(h * 0.5)
    h.register_hook(save(f'h{i}'))
h.sum().backward()
for k in sorted(grads):
    print(k, grads[k])
print(list(grads))
