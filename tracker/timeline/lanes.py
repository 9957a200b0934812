"""Rows inside a lane: things that would touch get rows of their own."""

from collections.abc import Sequence


def pack(extents: Sequence[tuple[float, float]], gap: float = 10.0) -> list[int]:
    """A row for each (left, right) extent in pixels, given in order of their left ends; the lowest free row is taken,
    so that no two extents of a row come closer than `gap`.
    """
    ends: list[float] = []
    rows: list[int] = []
    for left, right in extents:
        row = next((i for i, end in enumerate(ends) if end + gap <= left), len(ends))
        if row == len(ends):
            ends.append(right)
        else:
            ends[row] = right
        rows.append(row)
    return rows
