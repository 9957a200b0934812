"""What a date may become when one of its ends is dragged to another day: the same end, in the grains a person means."""

from tracker.domain.dates.calendar import iso
from tracker.domain.dates.fuzzy import FuzzyDate
from tracker.domain.dates.reading import read_date

_GRAINS = (10, 7, 4)  # characters of an ISO day that are a day, a month, a year


def moved(date: FuzzyDate, end: str, day: int) -> list[FuzzyDate]:
    """The choices, finest first, when the `end` ("low" or "high") of a date is put on a day. Ends that would cross
    change places; an open end stays open.
    """
    low, high = (day, date.latest) if end == "low" else (date.earliest, day)
    if low is not None and high is not None and low > high:
        low, high = high, low
    found: dict[tuple[str, int | None, int | None], FuzzyDate] = {}
    for grain in _GRAINS:
        first, last = (_cut(bound, grain) for bound in (low, high))
        exact = first if first == last else f"{first}/{last}"
        around = [f"{first}~"] if first == last and grain < 10 else []
        for text in [exact, *around]:
            read = read_date(text, date.anchor)
            if read.dated:
                found.setdefault((text[-1:] if "~" in text else "", read.earliest, read.latest), read)
    single = read_date(iso(day), date.anchor)
    found.setdefault(("", day, day), single)
    return list(found.values())


def _cut(day: int | None, grain: int) -> str:
    if day is None:
        return ".."
    text = iso(day)
    return text[: grain + text.startswith("-")]
