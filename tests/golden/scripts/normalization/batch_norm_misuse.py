import torch
import torch.nn.functional as F

x = torch.ones(2, 3)
calls = [
    lambda: F.batch_norm(x, None, None),
    lambda: F.batch_norm(x[:1], None, None, training=True),
    lambda: F.batch_norm(x, torch.zeros(2), torch.ones(3)),
    lambda: F.batch_norm(x, torch.zeros(3), torch.ones(3), torch.ones(2)),
    lambda: F.batch_norm(x, torch.zeros(3, requires_grad=True), torch.ones(3)),
    lambda: F.batch_norm(x, None, None, torch.ones(3).double(), training=True),
    lambda: F.batch_norm(x, None, None, training=True, eps=0.0),
    lambda: F.batch_norm(x.long(), torch.zeros(3), torch.ones(3)),
    lambda: F.batch_norm(x[0], torch.zeros(3), torch.ones(3)),
]
for call in calls:
    try:
        call()
    except Exception as e:
        print(type(e).__name__, str(e).split("\n")[0])
