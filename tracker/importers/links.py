"""Lists of links as sources: one address a line."""

from tracker.domain.pattern import Pattern
from tracker.importers.drafts import Draft, SourceDraft

_LINK = Pattern(r"https?://[^\s<>\"']+")


def sources(text: str, *, is_list: bool) -> list[Draft] | None:
    """The links of a text where every line is a link, or of a list where most entries are; None for any other text."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    links = sum(bool(_LINK.match(line)) for line in lines)
    if links and (links == len(lines) or (is_list and 2 * links > len(lines))):
        return [_linked(at, line) for at, line in enumerate(lines, 1)]
    return None


def _linked(at: int, line: str) -> SourceDraft:
    if _LINK.match(line):
        return SourceDraft(at, title=line, url=line)
    return SourceDraft(at, title="", problems=(f"“{line[:60]}” is no link",))
