"""References in RIS as sources."""

from collections.abc import Iterator

from tracker.domain.pattern import Pattern
from tracker.importers.drafts import SourceDraft

_LINE = Pattern(r"^([A-Z][A-Z0-9])  - ?(.*)$")
_TYPES = {"NEWS": "article", "MGZN": "article", "JOUR": "article", "ELEC": "article", "RPRT": "document",
              "VIDEO": "video", "SOUND": "interview", "DATA": "dataset", "BLOG": "post", "PCOMM": "interview"}  # fmt: skip


def sources(text: str) -> Iterator[SourceDraft]:
    """The entries of a file, also one without its end tag."""
    entry: dict[str, list[str]] = {}
    at = 0
    for line in text.splitlines():
        found = _LINE.match(line)
        if found is None:
            continue
        tag, value = found[1], found[2].strip()
        if tag in ("ER", "TY") and entry:  # an entry without its end tag counts
            at += 1
            yield _reference(at, entry)
            entry = {}
        if value and tag != "ER":
            entry.setdefault(tag, []).append(value)
    if entry:
        yield _reference(at + 1, entry)


def _reference(at: int, entry: dict[str, list[str]]) -> SourceDraft:
    def one(*tags: str) -> str:
        return next((entry[tag][0] for tag in tags if tag in entry), "")

    published = one("DA", "PY", "Y1").rstrip("/").replace("/", "-")
    title = one("TI", "T1", "CT") or one("UR")
    return SourceDraft(
        at, title=title, kind=_TYPES.get(one("TY"), "document"), authors="; ".join(entry.get("AU", entry.get("A1", []))),
        publisher=one("T2", "JO", "JF", "PB"), url=one("UR"), language=one("LA"), published=published, note=one("N1", "AB"),
        problems=() if title else ("there is no title",),
    )  # fmt: skip
