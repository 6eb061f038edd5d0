"""Einstein's notation: sums of products over named dimensions."""

from __future__ import annotations

from math import prod
from typing import Any

from engine.operators.arithmetic import mul
from engine.operators.matrix import bmm
from engine.operators.reduction import sum
from engine.operators.shape import movedim, permute, reshape, unsqueeze, view
from engine.operators.views import diagonal
from engine.registry import exported

# -- einsum ----------------------------------------------------------------------------------------

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
ELLIPSIS = "."


def _labels(text: str, what: str) -> list[str]:
    """Return the subscripts of one operand or of the output, an ellipsis as one dot."""
    found: list[str] = []
    i = 0
    while i < len(text):
        c = text[i]
        if c == ".":
            if text[i : i + 3] != "...":
                raise RuntimeError(f"einsum(): found '.' {what} that is not part of any ellipsis")
            if ELLIPSIS in found:
                raise RuntimeError(
                    f"einsum(): found '.' {what} for which an ellipsis was already found"
                )
            found.append(ELLIPSIS)
            i += 3
            continue
        if c in LETTERS:
            found.append(c)
        elif c != " ":
            raise RuntimeError(
                "einsum(): invalid subscript given at index "
                f"{i} in the equation string, subscripts must be in [a-zA-Z]"
            )
        i += 1
    return found


def _output_labels(text: str | None, operands: list[list[str]]) -> list[str]:
    """Return the subscripts of the result: as given, or those that occur once, in order."""
    flat = [label for labels in operands for label in labels]
    if text is None:
        single = [c for c in LETTERS if flat.count(c) == 1]
        return ([ELLIPSIS] if ELLIPSIS in flat else []) + single
    found = _labels(text, "for the output")
    for label in found:
        if label == ELLIPSIS:
            continue
        if found.count(label) > 1:
            raise RuntimeError(
                f"einsum(): output subscript {label} appears more than once in the output"
            )
        if label not in flat:
            raise RuntimeError(
                f"einsum(): output subscript {label} does not appear in the equation for any input "
                "operand"
            )
    return found


def _aligned(operand: Any, labels: list[str], places: dict[str, int], ellipsis: int, n: int) -> Any:
    """Return an operand with one dimension a place: diagonals taken, missing ones of size 1."""
    order = [-1] * n
    j = 0
    for label in labels:
        if label == ELLIPSIS:
            covered = operand._data.ndim - j - (len(labels) - labels.index(label) - 1)
            for _ in range(ellipsis - covered):
                operand = unsqueeze(operand, j)
            for k in range(ellipsis):
                order[places[label] + k] = j
                j += 1
        elif order[places[label]] != -1:
            first = order[places[label]]
            operand = movedim(diagonal(operand, 0, first, j), -1, first)
        else:
            order[places[label]] = j
            j += 1
    for place, at in enumerate(order):
        if at == -1:
            operand = unsqueeze(operand, -1)
            order[place] = j
            j += 1
    return permute(operand, order)


def _pair(a: Any, b: Any, summed: list[int]) -> Any:
    """Multiply two aligned operands and sum over dimensions, which are kept: as one bmm."""
    if not summed:
        return mul(a, b)
    both: list[int] = []
    left: list[int] = []
    right: list[int] = []
    n, m = a._data.shape, b._data.shape
    for i in range(len(n)):
        if i in summed:
            continue
        (both if n[i] != 1 != m[i] else left if n[i] != 1 else right).append(i)
    sizes = [prod([n[i] for i in d]) for d in (both, left, summed)]
    columns = prod([m[i] for i in right])
    out = [n[i] for i in both + left] + [1] * len(summed) + [m[i] for i in right]
    order = both + left + summed + right
    back = [order.index(i) for i in range(len(n))]
    a = reshape(permute(a, order), sizes)
    b = reshape(permute(b, both + summed + right + left), (sizes[0], sizes[2], columns))
    return permute(view(bmm(a, b), out), back)


@exported(
    "torch",
    samples=(
        "einsum('ij,jk->ik', a(2, 3), a(3, 4))",
        "einsum('ij->ji', a(2, 3))",
        "einsum('ii', a(3, 3))",
        "einsum('ii->i', a(3, 3))",
        "einsum('ij->', a(2, 3))",
        "einsum('i,j', a(2), a(3))",
        "einsum('i,i', a(3), a(3))",
        "einsum('bij,bjk->bik', a(2, 3, 4), a(2, 4, 5))",
        "einsum('i,ij,j', a(3), a(3, 4), a(4))",
        "einsum('...ij,...jk', a(2, 3, 4), a(4, 5))",
        "einsum('...i,...i->...', a(2, 3), a(3))",
        "einsum('ij,ij->ij', a(2, 3), a(2, 3))",
        "einsum('ij, kj -> ki', a(2, 3), a(4, 3))",
        "einsum('ij,k->i', a(2, 3), a(4))",
        "einsum('ab,cd->abcd', [a(2, 3), a(3, 4)])",
        "einsum('iij,jk->k', a(2, 2, 3), a(3, 4))",
    ),
)
def einsum(equation: Any, *operands: Any) -> Any:
    """Multiply tensors and sum over subscripts that the result does not have (Einstein's notation).

    equation: subscripts of the operands, comma between, and after "->" those of the result; without
    them, the result has the subscripts that occur once, in alphabetical order.

    >>> import engine
    >>> engine.einsum("i,i", engine.tensor([1.0, 2.0]), engine.tensor([3.0, 4.0]))
    tensor(11.)
    """
    if not isinstance(equation, str) or not operands:
        raise ValueError(
            "einsum(): must specify the equation string and at least one operand, or at least one "
            "operand and its subscripts list"
        )
    given = list(operands[0]) if isinstance(operands[0], (list, tuple)) else list(operands)
    left, arrow, right = equation.partition("->")
    terms = left.split(",")
    if len(terms) != len(given):
        few = len(given) < len(terms)
        raise RuntimeError(
            f"einsum(): {'fewer' if few else 'more'} operands were provided than specified in the "
            "equation"
        )
    labels = [_labels(term, f"for operand {i}") for i, term in enumerate(terms)]
    ellipsis = 0
    for i, (names, operand) in enumerate(zip(labels, given, strict=True)):
        ndim = operand._data.ndim
        if ELLIPSIS in names:
            ellipsis = max(ellipsis, ndim - (len(names) - 1))
        if len(names) != ndim and not (ELLIPSIS in names and len(names) - 1 <= ndim):
            more = "is more than the number" if ELLIPSIS in names else "does not match the number"
            tail = "" if ELLIPSIS in names else " and no ellipsis was given"
            count = len(names) - (ELLIPSIS in names)
            raise RuntimeError(
                f"einsum(): the number of subscripts in the equation ({count}) {more} of "
                f"dimensions ({ndim}) for operand {i}{tail}"
            )
    output = _output_labels(right if arrow else None, labels)
    places: dict[str, int] = {}
    n = 0
    for label in output:
        places[label] = n
        n += ellipsis if label == ELLIPSIS else 1
    kept = n
    everywhere = {label for names in labels for label in names}
    for label in [ELLIPSIS, *LETTERS]:
        if label in everywhere and label not in places:
            places[label] = n
            n += ellipsis if label == ELLIPSIS else 1
    _check_einsum_sizes(given, labels)
    aligned = [
        _aligned(operand, names, places, ellipsis, n)
        for operand, names in zip(given, labels, strict=True)
    ]
    return _contracted(aligned, kept, n)


def _check_einsum_sizes(given: list[Any], labels: list[list[str]]) -> None:
    seen: dict[str, int] = {}
    for i, (operand, names) in enumerate(zip(given, labels, strict=True)):
        shape = operand._data.shape
        own: dict[str, int] = {}
        for j, label in enumerate(names):
            if label == ELLIPSIS:
                break
            _check_einsum_size(i, label, shape[j], own, seen)
        for j, label in enumerate(reversed(names)):
            if label == ELLIPSIS or ELLIPSIS not in names:
                break
            _check_einsum_size(i, label, shape[-1 - j], own, seen)


def _check_einsum_size(
    i: int, label: str, size: int, own: dict[str, int], seen: dict[str, int]
) -> None:
    if own.setdefault(label, size) != size:
        raise RuntimeError(
            f"einsum(): subscript {label} is repeated for operand {i} but the sizes don't match, "
            f"{size} != {own[label]}"
        )
    before = seen.get(label, 1)
    if size not in (1, before) and before != 1:
        raise RuntimeError(
            f"einsum(): subscript {label} has size {size} for operand {i} which does not broadcast "
            f"with previously seen size {before}"
        )
    seen[label] = max(before, size)


def _contracted(operands: list[Any], kept: int, n: int) -> Any:
    """Multiply aligned operands from left to right, and sum over all dimensions after `kept`."""
    if len(operands) == 1:
        return sum(operands[0], tuple(range(kept, n))) if n > kept else operands[0]
    counts = [len([o for o in operands if o._data.shape[d] != 1]) for d in range(n)]
    first, *rest = operands
    for second in rest:
        summed: list[int] = []
        alone: tuple[list[int], list[int]] = ([], [])
        for d in range(kept, n):
            a, b = first._data.shape[d] != 1, second._data.shape[d] != 1
            if a and b:
                counts[d] -= 1
                if counts[d] == 1:
                    summed.append(d)
                    counts[d] = 0
            elif counts[d] == 1 and (a or b):
                alone[0 if a else 1].append(d)
                counts[d] = 0
        if alone[0]:
            first = sum(first, alone[0], True)
        if alone[1]:
            second = sum(second, alone[1], True)
        first = _pair(first, second, summed)
    return view(first, first._data.shape[:kept]) if n > kept else first
