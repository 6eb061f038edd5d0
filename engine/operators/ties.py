"""Which of equal elements a partial sort finds first: the order PyTorch's CPU kernels leave them in.

topk, kthvalue and mode say nothing of ties, but the gradient goes to the element that was taken, so
the same one must be taken here. PyTorch uses the partial sorts of the C++ library (GCC's, in its
wheels): introselect and introsort with the median of three as pivot, and insertion sort for short
ranges; kthvalue has a quickselect of its own. They work on a list of positions, with a function
`before(i, j)` that says whether element i sorts before element j.

References: D. R. Musser, "Introspective sorting and selection algorithms", 1997; C. A. R. Hoare,
"Algorithm 65: Find", 1961.
"""

from __future__ import annotations

from collections.abc import Callable

Before = Callable[[int, int], bool]


def select(order: list[int], nth: int, before: Before) -> None:
    """Put the element that belongs at place `nth` there, and none that sorts after it before it."""
    first, last = 0, len(order)
    while last - first > 3:
        cut = _partition(order, first, last, before)
        if cut <= nth:
            first = cut
        else:
            last = cut
    _insertion_sort(order, first, last, before)


def sort(order: list[int], first: int, last: int, before: Before) -> None:
    """Sort the places from `first` to `last` (exclusive)."""
    if first == last:
        return
    _quick_loop(order, first, last, before)
    if last - first > 16:
        _insertion_sort(order, first, first + 16, before)
        for place in range(first + 16, last):
            _insert(order, place, before)
    else:
        _insertion_sort(order, first, last, before)


def _quick_loop(order: list[int], first: int, last: int, before: Before) -> None:
    while last - first > 16:
        cut = _partition(order, first, last, before)
        _quick_loop(order, cut, last, before)
        last = cut


def _partition(order: list[int], first: int, last: int, before: Before) -> int:
    """Part a range around the median of its second, middle and last element; return the cut."""
    a, b, c = first + 1, first + (last - first) // 2, last - 1
    if before(order[a], order[b]):
        middle = b if before(order[b], order[c]) else c if before(order[a], order[c]) else a
    else:
        middle = a if before(order[a], order[c]) else c if before(order[b], order[c]) else b
    order[first], order[middle] = order[middle], order[first]
    pivot, low, high = order[first], first + 1, last
    while True:
        while before(order[low], pivot):
            low += 1
        high -= 1
        while before(pivot, order[high]):
            high -= 1
        if low >= high:
            return low
        order[low], order[high] = order[high], order[low]
        low += 1


def _insertion_sort(order: list[int], first: int, last: int, before: Before) -> None:
    for place in range(first + 1, last):
        if before(order[place], order[first]):
            order.insert(first, order.pop(place))
        else:
            _insert(order, place, before)


def _insert(order: list[int], place: int, before: Before) -> None:
    to = place
    while before(order[place], order[to - 1]):
        to -= 1
    order.insert(to, order.pop(place))


def quickselect(order: list[int], nth: int, before: Before) -> None:
    """Put the element that belongs at place `nth` there, as PyTorch's kthvalue does."""

    def swap(i: int, j: int) -> None:
        order[i], order[j] = order[j], order[i]

    def swap_unsorted(i: int, j: int) -> None:
        if before(order[j], order[i]):
            swap(i, j)

    left, right = 0, len(order) - 1
    while right > left + 1:
        swap(left + (right - left) // 2, left + 1)
        swap_unsorted(left + 1, right)
        swap_unsorted(left, right)
        swap_unsorted(left + 1, left)
        low, high, pivot = left + 1, right, order[left]
        while True:
            low += 1
            while before(order[low], pivot):
                low += 1
            high -= 1
            while before(pivot, order[high]):
                high -= 1
            if high < low:
                break
            swap(low, high)
        swap(left, high)
        if high <= nth:
            left = low
        if high >= nth:
            right = high - 1
    if right == left + 1:
        swap_unsorted(left, right)
