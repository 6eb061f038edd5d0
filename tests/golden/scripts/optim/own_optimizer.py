import torch


class Sign(torch.optim.Optimizer):
    def __init__(self, params, lr=0.1, decay=0.0):
        if lr < 0:
            raise ValueError(f"Invalid learning rate: {lr}")
        super().__init__(params, dict(lr=lr, decay=decay))

    @torch.no_grad()
    def step(self, closure=None):
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is None:
                    continue
                state = self.state[p]
                state["count"] = state.get("count", 0) + 1
                p.mul_(1 - group["lr"] * group["decay"])
                p.add_(p.grad.sign(), alpha=-group["lr"])
        return loss


w = torch.tensor([1.0, -2.0], requires_grad=True)
optimizer = Sign([w], lr=0.25, decay=0.5)
optimizer.register_step_post_hook(lambda opt, args, kwargs: print("stepped"))
for step in range(2):
    optimizer.zero_grad()
    (w * w).sum().backward()
    optimizer.step()
    print(w, w._version)
print(optimizer)
print(optimizer.state_dict())
