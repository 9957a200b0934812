"""Formats that need no mapping: detects the format of a file and reads its drafts."""

import re

from tracker.capture.charset import decode
from tracker.domain.limits import LARGEST_READ
from tracker.importers import bibtex, calendar, claimreview, csl, links, ris, timeline_project, timelinejs
from tracker.importers.drafts import Draft
from tracker.importers.tables import loaded


def known(content: bytes, name: str) -> list[Draft] | None:
    """The drafts in a file of one of these formats; None for any other format."""
    text = decode(content[:LARGEST_READ])
    start = text.lstrip("\ufeff \t\r\n")
    low = name.lower()
    if start.startswith(("{", "[")):
        return _of_json(start)
    if timeline_project.BEGIN.match(start):
        return list(timeline_project.events(content))
    if start[:1] == "<" or "application/ld+json" in text[:200_000]:
        return list(claimreview.reviews_in_page(text))
    if start.startswith("BEGIN:VCALENDAR"):
        return list(calendar.events(text))
    if low.endswith(".ris") or re.match(r"TY  - ", start):
        return list(ris.sources(text))
    if low.endswith(".bib") or bibtex.BEGIN.match(start):
        return list(bibtex.sources(text))
    return links.sources(text, is_list=low.endswith(".txt"))


def _of_json(text: str) -> list[Draft] | None:
    try:
        found = loaded(text)
    except (ValueError, RecursionError):
        return None  # reading it as a table reports the error
    if reviews := claimreview.reviews(found):
        return reviews
    if isinstance(found, dict) and isinstance(found.get("events"), list):
        slides = enumerate(found["events"], 1)
        return [timelinejs.slide(at, entry) for at, entry in slides if isinstance(entry, dict)]
    if isinstance(found, list) and found and all(map(csl.is_reference, found)):
        return [csl.source(at, entry) for at, entry in enumerate(found, 1)]
    return None
