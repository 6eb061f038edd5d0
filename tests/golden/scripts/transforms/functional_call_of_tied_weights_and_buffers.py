import torch
from torch.func import functional_call
def attempt(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, str(error).split("\n")[0])

from torch import nn
class Tied(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(2, 2, bias=False)
        self.b = nn.Linear(2, 2, bias=False)
        self.b.weight = self.a.weight
        self.register_buffer("count", torch.tensor(0.0))
    def forward(self, x):
        self.count = self.count + 1
        return self.b(self.a(x))
model = Tied()
x = torch.tensor([[1.0, 2.0]])
w = torch.eye(2) * 2
attempt(lambda: functional_call(model, {"a.weight": w}, x))
attempt(lambda: functional_call(model, {"a.weight": w, "b.weight": w}, x))
attempt(lambda: functional_call(model, {"a.weight": w, "b.weight": w * 2}, x))
attempt(lambda: functional_call(model, {"a.weight": w, "b.weight": w * 2}, x, tie_weights=False))
attempt(lambda: functional_call(model, {"a.weight": w}, x, strict=True))
given = {"a.weight": w, "count": torch.tensor(5.0)}
attempt(lambda: functional_call(model, given, x, strict=True))
print(given["count"], model.count, model.a.weight is model.b.weight)
norm = nn.BatchNorm1d(2)
buffers = {name: buffer.clone() for name, buffer in norm.named_buffers()}
batch = torch.tensor([[1.0, 2.0], [3.0, 6.0]])
functional_call(norm, (dict(norm.named_parameters()), buffers), batch)
print(buffers["running_mean"], norm.running_mean, buffers["num_batches_tracked"], norm.num_batches_tracked)
