"""The label of an item: its marks and statement, cut to a width, and its position."""

from bisect import bisect_right
from collections.abc import Callable

import numpy as np

from tracker.timeline.item import CHANGED, OVERDUE, PROTECTED, SINGLE, TINTS, Item
from tracker.timeline.lanes import GAP

Measure = Callable[[str], float]
Label = Callable[[Item], tuple[str, float] | None]  # words and their width in pixels; None: not ready yet

MARKS = {PROTECTED: "◈", SINGLE: "⚑", CHANGED: "≠", OVERDUE: "◷"}
MARK_WORDS = {
    PROTECTED: "protected source", SINGLE: "one origin only", CHANGED: "changed since sign-off", OVERDUE: "overdue"
}  # fmt: skip
BESIDE = 7.0  # pixels between an item and its words
_LABELS_BEGIN = 68.0  # pixels into an open end, where its colour has faded enough to be read on


def words_of(item: Item, statement: str, note: str, measure: Measure, most: float) -> tuple[str, float]:
    """The label of an item, cut to `most` pixels: its glyph with a mark for each flag, its text, its note."""
    signs = TINTS[item.tint].glyph + "".join(mark for flag, mark in MARKS.items() if item.flags & flag)
    tail = f" · {note}" if note else ""
    text = f"{signs} {statement}{tail}".strip()
    wide = measure(text)
    if wide <= most:
        return text, wide
    room = most - measure(f"{signs} …{tail}")
    keep = max(1, bisect_right(range(1, len(statement)), room, key=lambda n: measure(statement[:n])))
    while keep > 1 and measure(f"{signs} {statement[:keep].rstrip()}…{tail}") > most:
        keep -= 1
    text = f"{signs} {statement[:keep].rstrip()}…{tail}"
    return text, measure(text)


def placed(
    item: Item, words: Label, x: float, end: float, fade: float, before: float, room: float, view: float
) -> tuple[str, float, float]:
    """(label, its left end, its width) where there is room for it at an item from `x` to `end` in a `view` so
    wide: behind the box, before it where the view ends, inside it where the box leaves the view or has an open end.
    ("", 0, -1) when the label is not rendered yet.

    `before` and `room` are where its neighbours in the row end and begin; no text is drawn over the `fade`.
    """
    if item.high is None:
        at = max(x + _LABELS_BEGIN, BESIDE)
        most = min(end, view) if room == np.inf else room
    elif end > view - 20.0 and end - x - 2 * fade > 40.0:
        at, most = max(x + 8.0 + fade, BESIDE), min(end - fade, room)
    else:
        at, most = end + BESIDE, room
    if most - at < 30.0 and room != np.inf:
        return "", 0.0, 0.0
    found = words(item)
    if found is None:
        return "", 0.0, -1.0
    text, wide = found
    if at == end + BESIDE and at + wide > view and x - BESIDE - wide > max(0.0, before + GAP):
        at = x - BESIDE - wide
    elif at == end + BESIDE and at + wide > view and end - max(x, 0.0) - 2 * fade > wide + 16.0:
        at = max(x + 8.0 + fade, BESIDE)
    elif at + wide > most and room != np.inf:
        return "", 0.0, 0.0
    return text, at, wide
