"""The Timeline Project: its events."""

from tracker.capture.readers.office import local_name


def timeline(content: bytes) -> list[dict[str, str]]:
    """The events of a file of The Timeline Project (its XML, versions 1 and 2): each element's children by name."""
    from defusedxml.ElementTree import fromstring

    events = (part for part in fromstring(content).iter() if local_name(part) == "event")
    return [{local_name(part): (part.text or "").strip() for part in event} for event in events]
