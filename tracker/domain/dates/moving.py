"""The possible dates when one end of a date is dragged to another day: to the day, the month or the year.

The kind of date stays what it was: some day within stays some day within, an open end open, an approximate one
approximate; a date that lasts the whole range, and an exact day, are choices of their own.
"""

from tracker.domain.dates.calendar import day_number, iso
from tracker.domain.dates.fuzzy import FuzzyDate
from tracker.domain.dates.reading import read_date

_FIRST, _LAST = day_number(-9998, 1, 1), day_number(9999, 12, 31)
_GRAINS = (10, 7, 4)  # characters of an ISO day that are a day, a month, a year


def moved(date: FuzzyDate, end: str, day: int) -> list[FuzzyDate]:
    """The choices, finest first, when the `end` ("low" or "high") of a date is put on a day. Ends that would cross
    change places; an open end stays open; days before 9999 BC and after AD 9999 are not possible.
    """
    day = min(max(day, _FIRST), _LAST)
    low, high = (day, date.latest) if end == "low" else (date.earliest, day)
    if low is not None and high is not None and low > high:
        low, high = high, low
    texts = [text for grain in _GRAINS for text in _in_grain(date, low, high, grain)]
    if low is not None and high is not None and low != high:
        texts.append(f"{iso(low)}/{iso(high)}")
    choices: dict[tuple[int | None, int | None, bool, bool], FuzzyDate] = {}
    for text in [*texts, iso(day)]:
        read = read_date(text, date.anchor)
        if read.dated:
            choices.setdefault((read.earliest, read.latest, read.throughout, read.approximate), read)
    return list(choices.values())


def _in_grain(date: FuzzyDate, low: int | None, high: int | None, grain: int) -> list[str]:
    """The bounds in a grain, as the kind of date it was; also as approximate, for a single month or year."""
    first, last = (_cut(bound, grain) for bound in (low, high))
    vague = "~" if date.approximate or date.uncertain else ""
    if low is None or high is None:
        return [f"{first}/{last}"]
    if first == last:
        return [first + vague, *([f"{first}~"] if grain < 10 and not vague else [])]
    if vague or date.throughout:
        return [f"{first}{vague}/{last}{vague}"]
    whole = read_date(f"{first}/{last}")
    if whole.earliest is None or whole.latest is None:
        return []
    return [f"between {iso(whole.earliest)} and {iso(whole.latest)}"]


def _cut(day: int | None, grain: int) -> str:
    if day is None:
        return ".."
    text = iso(day)
    return text[: grain + text.startswith("-")]
