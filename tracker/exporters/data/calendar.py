"""The days on which predictions fall due, for calendars."""

from tracker.exporters.data.rows import Export


def to_calendar(export: Export) -> bytes:
    """ICalendar (RFC 5545): the days on which predictions fall due."""
    stamp = export.as_of[:19].replace("-", "").replace(":", "") + "Z"
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Claimline//Claimline//EN"]
    for claim in export.claims:
        if claim.due.last:
            lines += ["BEGIN:VEVENT", f"UID:{claim.number}-{export.head[:12]}@claimline", f"DTSTAMP:{stamp}",
                      f"DTSTART;VALUE=DATE:{claim.due.last.replace('-', '')}",
                      f"SUMMARY:{_folded_text(f'{claim.number} due: {claim.statement}')}", "END:VEVENT"]  # fmt: skip
    lines.append("END:VCALENDAR")
    return "".join(f"{_fold(line)}\r\n" for line in lines).encode()


def _folded_text(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n").replace("\r", "")


def _fold(line: str) -> str:
    """Lines of at most 75 octets (RFC 5545, 3.1), broken between characters."""
    parts: list[str] = []
    part, size = "", 0
    for character in line:
        wide = len(character.encode())
        if size + wide > 73:
            parts.append(part)
            part, size = "", 0
        part, size = part + character, size + wide
    return "\r\n ".join([*parts, part])
