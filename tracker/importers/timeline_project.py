"""Events of The Timeline Project; its XML is read by a child process."""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from io import BytesIO

from tracker.capture.reading import ask
from tracker.domain.pattern import Pattern
from tracker.errors import Refused
from tracker.importers.drafts import Draft, EventDraft

BEGIN = Pattern(r"(?:<\?xml[^>]*>\s*)?<timeline\b")
_MOMENT = Pattern(r"(-?\d{1,6})-(\d{1,2})-(\d{1,2})(?: (\d\d):(\d\d):(\d\d))?")


def events(content: bytes) -> Iterator[Draft]:
    """Events of The Timeline Project; an event that ends at midnight ends on the day before.

    Raises Refused for a damaged file.
    """
    answer = ask("timeline", "", "", stream=BytesIO(content))
    if not answer:
        raise Refused("This file of The Timeline Project cannot be read: it is damaged, or not its XML.")
    for at, event in enumerate(json.loads(answer), 1):
        first, _ = _instant(event.get("start", ""))
        last, midnight = _instant(event.get("end", ""))
        if first and last and last > first and midnight:
            last -= timedelta(days=1)
        about = "~" if "True" in (event.get("fuzzy"), event.get("fuzzy_start"), event.get("fuzzy_end")) else ""
        when = first.isoformat() if first else ""
        if first and event.get("ends_today") == "True":
            when = f"{first.isoformat()}/.."
        elif first and last and last > first:
            when = f"{first.isoformat()}{about}/{last.isoformat()}{about}"
        elif when:
            when += about
        title = re.sub(r"^(?:\[\d+\]|\(\d+\))", "", event.get("text", ""))
        note = ". ".join(filter(None, (event.get("category", ""), event.get("description", ""))))
        problems = () if when else (f"“{event.get('start', '')[:40]}” is not a day that can be read",)
        yield EventDraft(at, title=title, when=when, note=note, problems=problems)


def _instant(words: str) -> tuple[date | None, bool]:
    """(the day, whether it is its first moment) of a time as The Timeline Project writes it."""
    found = _MOMENT.match(words)
    if found is None:
        return None, False
    with suppress(ValueError):
        return date(int(found[1]), int(found[2]), int(found[3])), not any(int(part or 0) for part in found.groups()[3:])
    return None, False
