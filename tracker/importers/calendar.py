"""Entries of calendars as events: iCalendar, RFC 5545."""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta

from tracker.domain.pattern import Pattern
from tracker.importers.drafts import EventDraft

_LINE = Pattern(r'([\w-]+)(?:;[\w-]+=(?:"[^"]*"|[^":;]*))*:(.*)')


def events(text: str) -> Iterator[EventDraft]:
    """The events and tasks of a calendar; their alarms are left out."""
    lines = re.sub(r"\r?\n[ \t]", "", text).splitlines()
    entry: dict[str, str] | None = None
    at = within = 0
    for line in lines:
        found = _LINE.match(line)
        name, value = (found[1].upper(), found[2]) if found else ("", "")
        within += (line.strip().upper() == "BEGIN:VALARM") - (line.strip().upper() == "END:VALARM")
        if line.strip().upper() in ("BEGIN:VEVENT", "BEGIN:VTODO"):
            entry = {}
        elif line.strip().upper() in ("END:VEVENT", "END:VTODO") and entry is not None:
            at += 1
            title = _plain(entry.get("SUMMARY", ""))
            when = _span(
                entry.get("DTSTART", "") or entry.get("DUE", ""), entry.get("DTEND", ""), entry.get("DURATION", "")
            )
            yield EventDraft(at, title=title, when=when, note=_plain(entry.get("DESCRIPTION", "")),
                             problems=() if title else ("the entry has no summary",))  # fmt: skip
            entry = None
        elif entry is not None and not within:
            entry.setdefault(name, value)


def _plain(value: str) -> str:
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)


def _span(start: str, end: str, duration: str) -> str:
    """The days of an entry; an end without a time of day is the day after the last (RFC 5545, 3.6.1)."""
    first, last = _day(start), _day(end)
    if first is None:
        return ""
    if last is not None and "T" not in end:
        last -= timedelta(days=1)
    days = re.match(r"P(\d{1,4})([DW])", duration)
    if last is None and days:
        last = first + timedelta(days=int(days[1]) * (7 if days[2] == "W" else 1) - ("T" not in start))
    return f"{first}/{last}" if last is not None and last > first else str(first)


def _day(stamp: str) -> date | None:
    with suppress(ValueError):
        return date.fromisoformat(stamp[:8])
    return None
