"""Did you mean: the known names nearest to one that nobody knows."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(name: str, known: Iterable[str], limit: int = 3) -> list[str]:
    """Return up to `limit` of the known names that `name` may be a slip of, nearest first.

    >>> nearest("sgimoid", ["sigmoid", "sin", "relu"])
    ['sigmoid']
    >>> nearest("zzz", ["sigmoid", "sin", "relu"])
    []
    """
    lowered = name.lower()
    # One slip in three letters: more would suggest words that have nothing to do with the name.
    bound = max(1, (len(name) + 1) // 3)
    found: list[tuple[float, int, str]] = []
    initials = "".join(part[0] for part in lowered.split("_") if part)
    for candidate in set(known):
        if len(initials) > 1 and candidate == initials:  # learning_rate for lr
            found.append((1.0, 0, candidate))
        if (
            candidate == name
            or candidate.startswith("_")
            or abs(len(candidate) - len(name)) > bound
        ):
            continue
        # Wrong capitals are half a slip: `tensor` is nearer to `Tensor` than to `tensors`.
        slips = distance(lowered, candidate.lower(), bound) + (candidate.lower() == lowered) * 0.5
        # A single letter is a slip of every other single letter: only its capital is meant.
        if slips <= bound and slips < max(len(name), len(candidate)):
            found.append((slips, abs(len(candidate) - len(name)), candidate))
    found.sort()
    if not found:
        return []
    best = found[0][0]
    return [candidate for slips, _, candidate in found if slips <= best + 0.5][:limit]


def distance(a: str, b: str, bound: int) -> int:
    """Return how many letters to insert, delete, replace or swap make `b` of `a`.

    Anything above `bound` comes out as `bound + 1`: nobody needs to know how far away it is.
    This is the optimal string alignment distance (Damerau 1964, Levenshtein 1966).

    >>> distance("sgin", "sign", 2), distance("sin", "relu", 1)
    (1, 2)
    """
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        before, last, row = row, before, [i]
        for j, y in enumerate(b, 1):
            cost = min(row[-1] + 1, before[j] + 1, before[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > bound:
            return bound + 1
    return min(row[-1], bound + 1)


def did_you_mean(name: str, known: Iterable[str], quote: bool = False) -> str | None:
    """Return the sentence that suggests the nearest known names, or None if none is near.

    >>> did_you_mean("cso", ["cos", "cosh", "tan"])
    'did you mean cos?'
    """
    names = nearest(name, known)
    if not names:
        return None
    return f"did you mean {' or '.join(map(repr, names) if quote else names)}?"
