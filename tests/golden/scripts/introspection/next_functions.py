import torch

x = torch.tensor([1.0, 2.0], requires_grad=True)
w = torch.tensor([3.0, 4.0], requires_grad=True)
c = torch.tensor([5.0, 6.0])


def show(y):
    print(y.grad_fn.name(), [(f and f.name(), n) for f, n in y.grad_fn.next_functions])


h = x * 2
show(h)
show(x + w)
show(x + c)
show(c + x)
show(x + 1)
show(x * c)
show(c * x)
show(h * h)
show(torch.cat([x, c, h]))
show(torch.stack([c, x]))
show(torch.where(x > 1, x, c))
show(torch.where(x > 1, x, 0.0))
show(torch.addcmul(c, x, w))
show(torch.addmm(c, torch.eye(2), torch.eye(2, requires_grad=True)))
show(torch.lerp(x, c, 0.5))
show(x.gather(0, torch.tensor([0])))
show(x.masked_fill(x > 1, 0.0))
show(x.clamp(c, w))
show(x.index_put((torch.tensor([0]),), w[0]))
show(c.index_put((torch.tensor([0]),), w[0]))
show(torch.einsum("i,j->ij", x, w))
show(torch.nn.functional.linear(x, torch.eye(2, requires_grad=True), w))
show(torch.nn.functional.linear(x, torch.eye(2), None))
