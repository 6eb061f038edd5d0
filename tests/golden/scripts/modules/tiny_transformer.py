import math
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch import optim
from typing import Optional


class Attention(nn.Module):
    scale: float

    def __init__(self, d: int, p: float = 0.0):
        nn.Module.__init__(self)
        self.q, self.k, self.v = (nn.Linear(d, d, bias=False) for _ in range(3))
        self.scale = 1 / math.sqrt(d)
        self.drop = nn.Dropout(p)

    def forward(self, x: torch.Tensor, mask: Optional[torch.Tensor] = None) -> torch.Tensor:
        w = self.q(x) @ self.k(x).transpose(-2, -1) * self.scale
        if mask is not None:
            w = w.masked_fill(~mask, float("-inf"))
        return self.drop(F.softmax(w, dim=-1)) @ self.v(x)


class Block(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.attn = Attention(d)
        self.ln1 = nn.LayerNorm(d)
        self.ln2 = nn.LayerNorm(d)
        self.mlp = nn.Sequential(nn.Linear(d, 4 * d), nn.GELU(), nn.Linear(4 * d, d))

    def forward(self, x, mask):
        x = x + self.attn(self.ln1(x), mask)
        return x + self.mlp(self.ln2(x))


class GPT(nn.Module):
    def __init__(self, vocab, d, n, length):
        super().__init__()
        self.tok = nn.Embedding(vocab, d)
        self.pos = nn.Parameter(torch.zeros(length, d))
        self.blocks = nn.ModuleList(Block(d) for _ in range(n))
        self.head = nn.Linear(d, vocab, bias=False)
        self.head.weight = self.tok.weight
        self.register_buffer("mask", torch.tril(torch.ones(length, length)).bool())
        self.apply(self.init_weights)

    @staticmethod
    def init_weights(m):
        if isinstance(m, (nn.Linear, nn.Embedding)):
            nn.init.normal_(m.weight, mean=0.0, std=0.02)
        if isinstance(m, nn.Linear) and m.bias is not None:
            nn.init.zeros_(m.bias)

    def forward(self, idx, targets=None):
        t = idx.shape[1]
        x = self.tok(idx) + self.pos[:t]
        for block in self.blocks:
            x = block(x, self.mask[:t, :t])
        logits = self.head(x)
        loss = None
        if targets is not None:
            loss = F.cross_entropy(logits.view(-1, logits.size(-1)), targets.reshape(-1))
        return logits, loss


torch.manual_seed(1337)
net = GPT(11, 8, 2, 6)
print(net)
print(sum(p.numel() for p in net.parameters() if p.requires_grad))
idx = torch.randint(0, 11, (4, 6))
opt = optim.AdamW(net.parameters(), lr=1e-2)
for step in range(4):
    logits, loss = net(idx[:, :-1], idx[:, 1:])
    opt.zero_grad(set_to_none=True)
    loss.backward()
    norm = nn.utils.clip_grad_norm_(net.parameters(), 1.0)
    opt.step()
    print(f"{step} {loss.item():.4f} {norm:.4f}")
activations = {}
for name, m in net.named_modules():
    if isinstance(m, nn.LayerNorm):
        m.register_forward_hook(
            lambda mod, i, o, name=name: activations.update({name: o.detach().mean().item()})
        )
net.eval()
with torch.no_grad():
    net(idx)
print({k: round(v, 3) for k, v in activations.items()})
print([n for n, b in net.named_buffers()], len(net.state_dict()))
