"""Anchors: the exact words in a source's text, and how they are found again.

W3C Web Annotation Data Model: TextQuoteSelector (exact, prefix, suffix) and TextPositionSelector (start inclusive,
end exclusive, counted in characters).
"""

from dataclasses import dataclass

from tracker.domain.pattern import Pattern
from tracker.domain.records import Record
from tracker.domain.text import column_letters

CONTEXT = 32  # characters of prefix and suffix stored with a quote


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
    """The current place of an anchor's words. `state` is exact (at its offsets), moved, ambiguous or lost; `confidence`, 0 to
    1, is the share of the stored context that is still around them.
    """

    state: str
    start: int = 0
    end: int = 0
    confidence: float = 0.0


_ENOUGH = 0.5  # the least confidence of a place
_AHEAD = 0.15  # the least difference in confidence to the next place
_DISTINCTIVE = 30  # letters, a Chinese character counting three; so many do not occur twice by chance


def place(anchor: Anchor, text: str) -> Place:
    """Find the words again by quote and context, at their offsets or elsewhere; an uncertain place is ambiguous.

    A few words whose context is gone are ambiguous even where they occur only once: they may be other words. A whole
    sentence that occurs once is found.
    """
    starts = _occurrences(text, anchor.exact)
    if not starts:
        return Place("lost")
    scored = sorted(((_context(anchor, text, start), start) for start in starts), reverse=True)
    best, start = scored[0]
    if any(other == anchor.start for score, other in scored if score == best):
        start = anchor.start
    end = start + len(anchor.exact)
    rival = max((score for score, other in scored if other != start), default=0.0)
    undisturbed = best == 1.0 and start == anchor.start and rival < 1.0
    alone = len(starts) == 1 and _weight(anchor.exact) >= _DISTINCTIVE
    if not (undisturbed or alone) and (best < _ENOUGH or rival > best - _AHEAD):
        return Place("ambiguous", start, end, best)
    return Place("exact" if start == anchor.start else "moved", start, end, best)


def _weight(words: str) -> int:
    return sum(3 if character > "\u2e80" else 1 for character in words)


def _occurrences(text: str, exact: str) -> list[int]:
    starts: list[int] = []
    at = text.find(exact) if exact else -1
    while at >= 0:
        starts.append(at)
        at = text.find(exact, at + 1)
    return starts


def _context(anchor: Anchor, text: str, start: int) -> float:
    """The share of prefix and suffix that is still next to the words, 0 to 1; 1 where none was stored."""
    whole = len(anchor.prefix) + len(anchor.suffix)
    if not whole:
        return 1.0
    end = start + len(anchor.exact)
    before, after = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    matching = 0
    for ours, theirs in ((anchor.prefix[::-1], before[::-1]), (anchor.suffix, after)):
        for a, b in zip(ours, theirs, strict=False):
            if a != b:
                break
            matching += 1
    return matching / whole


_CLOCK = Pattern(r"(?m)^[\[(]?((?:\d{1,2}:)?\d{1,2}:\d{2})[\])]?(?=\s)")


def locator(text: str, start: int) -> tuple[str, dict[str, object]]:
    """The locator of a character in a source: page and line of a PDF, sheet and cell of a workbook, the
    time code of a transcript, else the paragraph. Returned as words with {placeholders} and their values, to be
    translated.
    """
    if "\f" in text:
        page = text.rfind("\f", 0, start) + 1
        number, line = text.count("\f", 0, start) + 1, text.count("\n", page, start) + 1
        return "page {n}, line {m}", {"n": number, "m": line}
    if text.startswith("# ") and "\t" in text[text.rfind("\n", 0, start) + 1 :].partition("\n")[0]:
        return _cell(text, start)
    codes = [match for match in _CLOCK.finditer(text) if match.start() <= start]
    if codes and len(_CLOCK.findall(text)) > 1:
        return "clip {n}", {"n": codes[-1][1]}
    return "paragraph {n}", {"n": paragraph(text, start)}


def _cell(text: str, start: int) -> tuple[str, dict[str, object]]:
    """Sheet and cell (A1) of a character in a workbook's text: a line `# name` before the rows of each sheet."""
    heading = text.rfind("\n# ", 0, start) + 1
    line = text.rfind("\n", 0, start) + 1
    letters = column_letters(text.count("\t", line, start) + 1)
    sheet = text[heading + 2 : text.find("\n", heading)]
    return "sheet {n}, cell {m}", {"n": sheet, "m": f"{letters}{text.count(chr(10), heading, start)}"}


def paragraph(text: str, start: int) -> int:
    """The number of the paragraph (line with text, from 1) that contains a character."""
    return sum(1 for line in text[:start].split("\n")[:-1] if line.strip()) + 1
