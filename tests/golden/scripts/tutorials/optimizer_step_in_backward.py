import torch
from torch import nn

torch.manual_seed(0)
model = nn.Sequential(nn.Linear(4, 8), nn.GELU(), nn.Linear(8, 1))

# Instead of having just *one* optimizer, we will have a ``dict`` of optimizers
# for every parameter so we could reference them in our hook.
optimizer_dict = {p: torch.optim.Adam([p], foreach=False, lr=0.05) for p in model.parameters()}


# Define our hook, which will call the optimizer ``step()`` and ``zero_grad()``
def optimizer_hook(parameter) -> None:
    optimizer_dict[parameter].step()
    optimizer_dict[parameter].zero_grad()


# Register the hook onto every parameter
for p in model.parameters():
    p.register_post_accumulate_grad_hook(optimizer_hook)


def train(model, image, target):
    loss = ((model(image) - target) ** 2).mean()
    loss.backward()
    return loss.item()


image = torch.rand(16, 4)
target = image.sum(1, keepdim=True)
losses = [train(model, image, target) for _ in range(60)]
print(f"{losses[0]:.3f} -> {losses[-1]:.3f}", all(p.grad is None for p in model.parameters()))
