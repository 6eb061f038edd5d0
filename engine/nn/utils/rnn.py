"""Sequences of different lengths in one batch: padded, or packed without the padding."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Any, NamedTuple

from engine import creation
from engine.convert import type_name
from engine.dtypes import int64
from engine.operators.sorting import sort
from engine.registry import OPERATORS
from engine.tensor import Tensor

__all__ = [
    "PackedSequence",
    "invert_permutation",
    "pack_padded_sequence",
    "pack_sequence",
    "pad_packed_sequence",
    "pad_sequence",
    "unpack_sequence",
    "unpad_sequence",
]


class _Fields(NamedTuple):
    data: Any
    batch_sizes: Any
    sorted_indices: Any
    unsorted_indices: Any


class PackedSequence(_Fields):
    """A batch of sequences, packed: the entries of all sequences at the first time, then the next ...

    data: the entries.
    batch_sizes: how many sequences there are at each time.
    sorted_indices, unsorted_indices: the order of the sequences by length, and the way back.
    """

    __module__ = "torch.nn.utils.rnn"
    __slots__ = ()

    def __new__(
        cls,
        data: Any,
        batch_sizes: Tensor | None = None,
        sorted_indices: Tensor | None = None,
        unsorted_indices: Tensor | None = None,
    ) -> PackedSequence:
        """Return the packed sequence; `data` may be the pair (data, batch_sizes)."""
        if unsorted_indices is None:
            unsorted_indices = invert_permutation(sorted_indices)
        if batch_sizes is None:
            if not (isinstance(data, (list, tuple)) and len(data) == 2):
                raise AssertionError("Expected data to be a list or tuple of length 2")
            data, batch_sizes = data
        return super().__new__(cls, data, batch_sizes, sorted_indices, unsorted_indices)

    def to(self, *args: Any, **kwargs: Any) -> PackedSequence:
        """Return the sequence with its data converted by `Tensor.to`."""
        data = self.data.to(*args, **kwargs)
        if data is self.data:
            return self
        return PackedSequence(data, self.batch_sizes, self.sorted_indices, self.unsorted_indices)

    def double(self) -> PackedSequence:
        """Return the sequence in float64."""
        return self.to(self.data.double().dtype)

    def float(self) -> PackedSequence:
        """Return the sequence in float32."""
        return self.to(self.data.float().dtype)


def invert_permutation(permutation: Tensor | None) -> Tensor | None:
    """Return the permutation that undoes another one.

    >>> import engine
    >>> invert_permutation(engine.tensor([2, 0, 1]))
    tensor([1, 2, 0])
    """
    return None if permutation is None else permutation.argsort()


def pad_sequence(
    sequences: Any,
    batch_first: bool = False,
    padding_value: float = 0.0,
    padding_side: str = "right",
) -> Tensor:
    """Return sequences (length, ...) as one tensor (longest, batch, ...), padded with a value.

    >>> import engine
    >>> pad_sequence([engine.tensor([1, 2]), engine.tensor([3])], batch_first=True)
    tensor([[1, 2],
            [3, 0]])
    """
    if not isinstance(sequences, Iterable):
        raise RuntimeError(
            "pad_sequence: Expected iterable for input sequences, but got arg of type: "
            f"{type(sequences)}"
        )
    found = tuple(sequences)
    for i, s in enumerate(found):
        if not isinstance(s, Tensor):
            raise TypeError(f"expected Tensor as element {i} in argument 0, but got {type_name(s)}")
    if not found:
        raise RuntimeError("received an empty list of sequences")
    if padding_side not in ("left", "right"):
        raise RuntimeError(
            f"Expected padding_side to be one of left or right, but got {padding_side}."
        )
    longest = max(s.size(0) for s in found)
    lead = (len(found), longest) if batch_first else (longest, len(found))
    out: Tensor = creation.full((*lead, *found[0].shape[1:]), padding_value, dtype=found[0].dtype)
    for i, s in enumerate(found):
        start = longest - s.size(0) if padding_side == "left" else 0
        out.select(0 if batch_first else 1, i).narrow(0, start, s.size(0)).copy_(s)
    return out


def unpad_sequence(
    padded_sequences: Tensor, lengths: Tensor, batch_first: bool = False
) -> list[Tensor]:
    """Return the sequences of the given lengths that were padded."""
    if not batch_first:
        padded_sequences = padded_sequences.transpose_(0, 1)
    places = creation.arange(padded_sequences.shape[1])
    return [
        sequence[places < length]
        for sequence, length in zip(padded_sequences, lengths, strict=True)
    ]


def pack_padded_sequence(
    input: Tensor, lengths: Any, batch_first: bool = False, enforce_sorted: bool = True
) -> PackedSequence:
    """Pack padded sequences of the given lengths, longest first unless not `enforce_sorted`.

    input: (time, batch, ...), or (batch, time, ...) if batch_first.

    >>> import engine
    >>> padded = engine.tensor([[1, 2, 3], [4, 0, 0]])
    >>> pack_padded_sequence(padded, [3, 1], batch_first=True).data
    tensor([1, 4, 2, 3])
    """
    if not isinstance(lengths, Tensor):
        lengths = creation.tensor(lengths, dtype=int64)
    lengths = lengths.to(int64)
    order = None
    if not enforce_sorted:
        lengths, order = sort(lengths, descending=True)
        input = input.index_select(0 if batch_first else 1, order)
    if lengths.dim() != 1:
        raise RuntimeError(
            "'lengths' argument should be a 1D CPU int64 tensor, but got "
            f"{lengths.dim()}D cpu Long tensor"
        )
    each = lengths.tolist()
    batch = input.size(0 if batch_first else 1)
    if len(each) != batch:
        raise RuntimeError(
            f"Expected `len(lengths)` to be equal to batch_size, but got {len(each)} "
            f"(batch_size={batch})"
        )
    if any(n <= 0 for n in each):
        raise RuntimeError(
            "Length of all samples has to be greater than 0, but found an element in 'lengths' that "
            "is <= 0"
        )
    if any(a < b for a, b in pairwise(each)):
        raise RuntimeError(
            "`lengths` array must be sorted in decreasing order when `enforce_sorted` is True. You "
            "can pass `enforce_sorted=False` to pack_padded_sequence and/or pack_sequence to "
            "sidestep this requirement if you do not need ONNX exportability."
        )
    sizes = tuple(sum(n > t for n in each) for t in range(each[0]))
    data = OPERATORS["_pack_padded_sequence"].call(input, sizes, batch_first)
    return PackedSequence(data, creation.tensor(list(sizes)), order, None)


def pack_sequence(sequences: list[Tensor], enforce_sorted: bool = True) -> PackedSequence:
    """Pack sequences of different lengths, longest first unless not `enforce_sorted`."""
    lengths = [s.size(0) for s in sequences]
    return pack_padded_sequence(pad_sequence(sequences), lengths, enforce_sorted=enforce_sorted)


def pad_packed_sequence(
    sequence: PackedSequence,
    batch_first: bool = False,
    padding_value: float = 0.0,
    total_length: int | None = None,
) -> tuple[Tensor, Tensor]:
    """Return packed sequences padded, and their lengths, in the order they were packed in.

    total_length: pad to this length instead of that of the longest sequence.
    """
    data, batch_sizes, _, back = sequence
    sizes = batch_sizes.tolist()
    length = len(sizes)
    if total_length is not None:
        if total_length < length:
            raise ValueError(
                "Expected total_length to be at least the length of the longest sequence in input, "
                f"but got total_length={total_length} and max sequence length being {length}"
            )
        length = total_length
    padded: Tensor = creation.full(
        (length, sizes[0], *data.shape[1:]), padding_value, dtype=data.dtype
    )
    # Times with the same number of sequences are copied together.
    t = start = 0
    while t < len(sizes):
        end = t
        while end < len(sizes) and sizes[end] == sizes[t]:
            end += 1
        n = sizes[t] * (end - t)
        part = data.narrow(0, start, n).view(end - t, sizes[t], *data.shape[1:])
        padded.narrow(0, t, end - t).narrow(1, 0, sizes[t]).copy_(part)
        t, start = end, start + n
    if batch_first:
        padded = padded.transpose(0, 1)
    lengths = creation.tensor([sum(n > i for n in sizes) for i in range(sizes[0])])
    if back is None:
        return padded, lengths
    return padded.index_select(0 if batch_first else 1, back), lengths[back]


def unpack_sequence(packed_sequences: PackedSequence) -> list[Tensor]:
    """Return the sequences that were packed."""
    padded, lengths = pad_packed_sequence(packed_sequences, batch_first=True)
    return unpad_sequence(padded, lengths, batch_first=True)
