"""References in BibTeX as sources."""

import re
from collections.abc import Iterator

from tracker.domain.pattern import Pattern
from tracker.importers.drafts import SourceDraft

BEGIN = Pattern(r"@(\w+)\s*[{(]\s*(?:[^,\s={}()\"]*\s*,)?")


def sources(text: str) -> Iterator[SourceDraft]:
    """The entries of a file, without comments and abbreviations."""
    at = end = 0
    while start := BEGIN.search(text, end):
        end = _closing(text, start.end())
        if start[1].lower() in ("comment", "preamble", "string"):
            continue
        at += 1
        fields = _fields(text[start.end() : end])
        title = fields.get("title", "") or fields.get("url", "")
        kinds = {"article": "article", "online": "article", "misc": "document", "techreport": "document"}
        date = fields.get("date", "") or "-".join(
            filter(None, (fields.get("year", ""), _month(fields.get("month", ""))))
        )
        yield SourceDraft(
            at, title=title, kind=kinds.get(start[1].lower(), "document"), authors=fields.get("author", "").replace(" and ", "; "),
            publisher=fields.get("journal", "") or fields.get("publisher", "") or fields.get("organization", ""),
            url=fields.get("url", ""), published=date, problems=() if title else ("there is no title",),
        )  # fmt: skip


def _closing(text: str, at: int) -> int:
    """The end of the entry at a position: where its brackets close, or the next entry begins a line."""
    depth = 1
    for place in range(at, len(text)):
        sign = text[place]
        if sign in "{(":
            depth += 1
        elif sign in "})":
            depth -= 1
            if not depth:
                return place
        elif sign == "@" and text[text.rfind("\n", 0, place) + 1 : place].strip() == "" and BEGIN.match(text, place):
            return place
    return len(text)


def _fields(body: str) -> dict[str, str]:
    """The fields of an entry, braces within braces to any depth."""
    found, at = {}, 0
    while name := re.compile(r"(\w+)\s*=\s*").search(body, at):
        at = start = name.end()
        depth, quoted = 0, body[start : start + 1] == '"'
        while at < len(body) and (depth or quoted or body[at] not in ",\n"):
            depth += (body[at] == "{") - (body[at] == "}")
            quoted = quoted and not (body[at] == '"' and not depth and at > start)
            at += 1
        found[name[1].lower()] = _braced(body[start:at])
    return found


def _braced(value: str) -> str:
    return re.sub(r"[{}]", "", value.strip().strip('"')).strip()


def _month(word: str) -> str:
    names = "jan feb mar apr may jun jul aug sep oct nov dec".split()
    if word.isdecimal():
        return word.zfill(2)
    return str(names.index(word[:3].lower()) + 1).zfill(2) if word[:3].lower() in names else ""
