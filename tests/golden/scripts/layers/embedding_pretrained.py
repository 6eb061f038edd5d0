import torch
from torch import nn

vectors = torch.tensor([[1.0, 2.0], [3.0, 4.0]])
frozen = nn.Embedding.from_pretrained(vectors)
print(frozen, frozen.weight.requires_grad, frozen(torch.tensor([1, 0])))
learned = nn.Embedding.from_pretrained(vectors, freeze=False, padding_idx=0)
learned(torch.tensor([0, 1, 1])).sum().backward()
print(learned.weight, learned.weight.grad)
with torch.no_grad():
    learned.weight.mul_(10)
print(vectors)
try:
    nn.Embedding.from_pretrained(torch.ones(2))
except AssertionError as e:
    print(e)
