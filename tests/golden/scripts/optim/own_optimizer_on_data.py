import torch


class Plain(torch.optim.Optimizer):
    def __init__(self, params, lr):
        super().__init__(params, {"lr": lr})

    def step(self):
        for group in self.param_groups:
            for p in group["params"]:
                p.data -= group["lr"] * p.grad
                p.grad.zero_()


w = torch.tensor([1.0, 2.0], requires_grad=True)
optimizer = Plain([w], lr=0.5)
loss = (w ** 2).sum()
loss.backward()
optimizer.step()
print(w, w.grad, w._version)
print(torch.optim.Optimizer([w], {"lr": 1}))
try:
    torch.optim.Optimizer([w], {}).step()
except NotImplementedError as e:
    print(type(e).__name__, str(e) == "")
