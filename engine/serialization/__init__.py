"""Files of tensors in PyTorch's format: what `torch.save` writes and `torch.load` reads.

Note [Format]
A zip archive whose members are stored as they are: `data.pkl` is a pickle in which the elements of
tensors are left out, and `data/0`, `data/1`, ... are storages, the memory that tensors are views of.
A pickle is a program. Here it is never run: reading knows a dozen names that rebuild tensors and
plain values, and refuses all others, as `torch.load(weights_only=True)` does.
"""

from engine.serialization.reading import load
from engine.serialization.writing import save

__all__ = ["load", "save"]
