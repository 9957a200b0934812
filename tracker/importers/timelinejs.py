"""Slides of TimelineJS as events."""

import re
from html import unescape
from typing import Any

from tracker.importers.drafts import EventDraft
from tracker.importers.tables import first_object


def slide(at: int, entry: dict[str, Any]) -> EventDraft:
    """One slide, the `at`th."""
    words = first_object(entry.get("text"))
    title = _bare(str(words.get("headline") or ""))
    start, end = _moment(first_object(entry.get("start_date"))), _moment(first_object(entry.get("end_date")))
    shown = str(entry.get("display_date") or "") or (f"{start}/{end}" if start and end else start)
    return EventDraft(at, title=title, when=shown, note=_bare(str(words.get("text") or "")),
                      problems=() if title else ("the slide has no headline",))  # fmt: skip


def _moment(date: dict[str, Any]) -> str:
    parts = [str(date.get(name, "")).zfill(2) for name in ("year", "month", "day") if date.get(name) not in (None, "")]
    return "-".join(parts)


def _bare(text: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]{0,500}>", " ", text)).split())
