import torch
x = torch.ones(2, requires_grad=True)
torch.manual_seed(0)
for draw in (
    lambda y: y.normal_(),
    lambda y: y.uniform_(1, 2),
    lambda y: y.random_(10),
    lambda y: y.bernoulli_(0.5),
    lambda y: y.bernoulli_(torch.tensor([0.0, 1.0])),
    lambda y: y.exponential_(),
):
    y = x * 3
    draw(y)
    print(y.grad_fn.name(), [f and f.name() for f, k in y.grad_fn.next_functions], y._version, y.shape)
    y.sum().backward()
print(x.grad)
