import torch
import torch.nn.functional as F

q = torch.zeros(2, 4, requires_grad=True)
k = torch.ones(3, 4)
v = torch.tensor([[1.0], [2.0], [6.0]], requires_grad=True)
y = F.scaled_dot_product_attention(q, k, v)
print(y, y.grad_fn.name())
y.sum().backward()
print(q.grad, v.grad)
print(F.scaled_dot_product_attention(q, k, v, is_causal=True))
print(
    F.scaled_dot_product_attention(
        q, k, v, torch.tensor([[True, False, True], [False, False, False]])
    )
)
heads = torch.ones(1, 2, 2, 4, requires_grad=True)
print(F.scaled_dot_product_attention(heads, heads, heads).grad_fn.name())
for call in (
    lambda: F.scaled_dot_product_attention(q[0], k, v),
    lambda: F.scaled_dot_product_attention(q, k.double(), v),
    lambda: F.scaled_dot_product_attention(q, k, v, torch.zeros(2, 3), is_causal=True),
):
    try:
        call()
    except RuntimeError as e:
        print(e)
