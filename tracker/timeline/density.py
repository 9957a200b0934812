"""How much lies where, for the overview."""

from tracker.timeline.items import Item


def bars(items: list[Item], first: float, last: float, count: int) -> list[int]:
    """The number of dated items whose middle falls into each of `count` equal parts of first…last (days)."""
    found = [0] * count
    width = (last - first) / count if last > first else 1.0
    for item in items:
        if not item.dated:
            continue
        low = item.low if item.low is not None else item.high
        high = item.high if item.high is not None else item.low
        middle = ((low or 0) + (high or 0) + 1) / 2
        slot = int((middle - first) / width)
        if 0 <= slot < count:
            found[slot] += 1
    return found
