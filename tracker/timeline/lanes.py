"""Rows inside a lane: items that would touch get different rows, and stay in them."""

from bisect import bisect_right
from collections.abc import Sequence

GAP = 10.0  # pixels between two things in a row


Extent = tuple[float, float, float]  # left, right of the box, right of its label


def place(
    lefts: Sequence[float], rights: Sequence[float], labels: Sequence[float], previous: Sequence[int], capacity: int
) -> list[int]:
    """A row for each item, -1 where none has room. `previous` are the rows they had (-1: none).

    An item stays in its row as long as no two boxes touch, so that nothing jumps while zooming; labels are dropped
    before boxes move. The others are placed in order of their left ends, in the lowest row with room for box and
    label, else with room for the box alone.
    """
    found = [-1] * len(lefts)
    rows: list[list[Extent]] = [[] for _ in range(capacity)]
    waiting: list[int] = []
    for at in sorted(range(len(lefts)), key=lefts.__getitem__):
        row = previous[at]
        if 0 <= row < capacity and (not rows[row] or rows[row][-1][1] + GAP <= lefts[at]):
            rows[row].append((lefts[at], rights[at], labels[at]))
            found[at] = row
        else:
            waiting.append(at)
    take = _between if len(waiting) < len(lefts) else _behind
    for at in waiting:
        found[at] = take(rows, (lefts[at], rights[at], labels[at]))
    return found


def _behind(rows: list[list[Extent]], thing: Extent) -> int:
    """Put an item after all others, into the lowest row where it has room."""
    limit = thing[0] - GAP
    for end in (2, 1):
        for number, row in enumerate(rows):
            if not row or row[-1][end] <= limit:
                row.append(thing)
                return number
    return -1


def _between(rows: list[list[Extent]], thing: Extent) -> int:
    """Put an item where it has room between others."""
    left, right, label = thing
    for labelled in (True, False):
        edge, end = (label, 2) if labelled else (right, 1)
        for number, row in enumerate(rows):
            at = bisect_right(row, thing)
            if (not at or row[at - 1][end] + GAP <= left) and (at == len(row) or edge + GAP <= row[at][0]):
                row.insert(at, thing)
                return number
    return -1
