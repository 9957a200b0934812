"""Anchors: the exact words in a source's text, and how they are found again.

W3C Web Annotation Data Model: TextQuoteSelector (exact, prefix, suffix) and TextPositionSelector (start inclusive,
end exclusive, counted in characters).
"""

from dataclasses import dataclass

from tracker.domain.records import Record

CONTEXT = 32  # characters of prefix and suffix kept with a quote


@dataclass(frozen=True, kw_only=True)
class Anchor(Record):
    source_id: int
    exact: str
    prefix: str = ""
    suffix: str = ""
    start: int = 0
    end: int = 0
    text_sha256: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an anchor's words stand now. `state` is exact (at its offsets), moved, ambiguous or lost."""

    state: str
    start: int = 0
    end: int = 0


def place(anchor: Anchor, text: str) -> Place:
    """Find the words again: at their offsets, else by quote and context; never at a place that only might be it."""
    if anchor.exact and text[anchor.start : anchor.end] == anchor.exact:
        return Place("exact", anchor.start, anchor.end)
    found = list(_occurrences(text, anchor.exact))
    if not found:
        return Place("lost")
    if len(found) > 1:
        scores = [_context(anchor, text, start) for start in found]
        best = max(scores)
        if best == 0 or scores.count(best) > 1:
            return Place("ambiguous")
        found = [found[scores.index(best)]]
    return Place("moved", found[0], found[0] + len(anchor.exact))


def _occurrences(text: str, exact: str) -> list[int]:
    starts: list[int] = []
    at = text.find(exact) if exact else -1
    while at >= 0:
        starts.append(at)
        at = text.find(exact, at + 1)
    return starts


def _context(anchor: Anchor, text: str, start: int) -> int:
    """Characters of prefix and suffix that still stand next to the words."""
    end = start + len(anchor.exact)
    before, after = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    matching = 0
    for ours, theirs in ((reversed(anchor.prefix), reversed(before)), (iter(anchor.suffix), iter(after))):
        for a, b in zip(ours, theirs, strict=False):
            if a != b:
                break
            matching += 1
    return matching


def paragraph(text: str, start: int) -> int:
    """The number of the paragraph (line with text, from 1) that holds a character."""
    return sum(1 for line in text[:start].split("\n")[:-1] if line.strip()) + 1
