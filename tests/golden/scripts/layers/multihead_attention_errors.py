import torch
from torch import nn

for args in ((0, 1), (4, 3), (4, 0)):
    try:
        nn.MultiheadAttention(*args)
    except (ValueError, AssertionError) as e:
        print(type(e).__name__, e)
m = nn.MultiheadAttention(4, 2)
x = torch.ones(3, 2, 4)
for args, kwargs in (
    ((x, x, x[0]), {}),
    ((x[0, 0], x, x), {}),
    ((x, x[:1], x), {}),
    ((torch.ones(3, 2, 6),) * 3, {}),
    ((x, x, x), {"attn_mask": torch.zeros(2, 2)}),
    ((x, x, x), {"attn_mask": torch.zeros(2, 3, 3)}),
    ((x, x, x), {"attn_mask": torch.zeros(3)}),
    ((x, x, x), {"attn_mask": torch.zeros(3, 3, dtype=torch.int64)}),
    ((x, x, x), {"key_padding_mask": torch.zeros(2, 4).bool()}),
    ((x, x, x), {"key_padding_mask": torch.zeros(3).bool()}),
    ((x, x, x), {"is_causal": True}),
):
    try:
        m(*args, **kwargs)
    except (AssertionError, RuntimeError) as e:
        print(type(e).__name__, str(e).split("\n")[0])
