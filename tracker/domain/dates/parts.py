"""Named pieces of a date (year, month, quarter, "late" …) and the span of days they mean.

The two grammars yield `Parts`; everything that is the same in every language is here: which days a third of a month
has, which year "January 4" takes from its anchor, what "before" excludes.
"""

from collections.abc import Callable
from typing import NamedTuple

from tracker.domain.dates.calendar import add_months, civil, day_number, iso, month_length, weekday, year_text
from tracker.domain.dates.edtf import bounds
from tracker.domain.pattern import Pattern


class Span(NamedTuple):
    """A read date. `grain` is the unit its ends are named in: day, month or year."""

    edtf: str
    low: int | None
    high: int | None
    grain: str
    rule: str
    inferred: bool = False


class DateReading(NamedTuple):
    """Several readings that only a person can choose between."""

    readings: tuple[Span, ...]
    rule: str


class Parts(NamedTuple):
    """What a phrase names. `unit` is season, quarter, half, decade or century with its number `n`; `part` is early,
    mid, late, start or end of the smallest piece named; `span` is set where the anchor has already decided.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    unit: str = ""
    n: int = 0
    part: str = ""
    inferred: bool = False
    span: Span | None = None


UNREAD = Span("", None, None, "day", "not read")
NEEDS_ANCHOR = Span("", None, None, "day", "relative words need a date to be read against")
NESTED = 4  # "before around …": no phrase changes a date more often
NO_SUCH_DAY = Span("", None, None, "day", "no such day")

_FIRST_DAY, _LAST_DAY = day_number(-9999, 1, 1), day_number(9999, 12, 31)


def resolve(parts: Parts, anchor: int | None) -> Span:
    """The span of the parts; a missing year is the most recent one that is not after the anchor."""
    try:
        return _resolve(parts, anchor)
    except ValueError:
        return NO_SUCH_DAY


def _resolve(parts: Parts, anchor: int | None) -> Span:
    if parts.span is not None:
        return parts.span
    if parts.year is None and parts.unit not in ("decade", "century"):
        if anchor is None:
            return _yearless(parts)
        return _most_recent(parts, anchor)
    return _dated(parts)


def _yearless(parts: Parts) -> Span:
    if parts.part or (parts.month is None and parts.unit != "season"):
        return NEEDS_ANCHOR
    if parts.unit == "season":
        return Span(f"XXXX-{20 + parts.n}", None, None, "month", "no year named")
    if parts.day is None:
        bounds(f"XXXX-{parts.month:02d}")
        return Span(f"XXXX-{parts.month:02d}", None, None, "month", "no year named")
    day_number(2000, parts.month or 0, parts.day)
    return Span(f"XXXX-{parts.month:02d}-{parts.day:02d}", None, None, "day", "no year named")


def _most_recent(parts: Parts, anchor: int) -> Span:
    year, month, _ = civil(anchor)
    if parts.month is None and parts.day is not None:
        for back in range(12):
            y, m, _ = civil(add_months(day_number(year, month, 1), -back))
            if parts.day <= month_length(y, m) and day_number(y, m, parts.day) <= anchor:
                return _dated(parts._replace(year=y, month=m, inferred=True))
        return NO_SUCH_DAY
    for candidate in range(year, year - 9, -1):
        try:
            span = _dated(parts._replace(year=candidate, inferred=True))
        except ValueError:
            continue
        if span.low is not None and span.low <= anchor:
            return span
    return NO_SUCH_DAY


def _dated(parts: Parts) -> Span:
    year = parts.year or 0
    if parts.unit == "century":
        return _century(parts)
    if parts.unit == "decade":
        return _decade(parts)
    if not -9999 <= year <= 9999:
        raise ValueError("years have four digits")
    if parts.unit:
        return _season_quarter_half(parts, year)
    if parts.month is None:
        if parts.day is not None:
            raise ValueError("a day needs a month")
        return _year(parts, year)
    if parts.day is None:
        return _month(parts, year, parts.month)
    number = day_number(year, parts.month, parts.day)
    return Span(iso(number), number, number, "day", "day", parts.inferred)


def month_edtf(year: int, month: int) -> str:
    return f"{year_text(year)}-{month:02d}"


def _months(first: tuple[int, int], last: tuple[int, int], rule: str, inferred: bool, mark: str = "") -> Span:
    if last[0] > 9999:
        raise ValueError("years have four digits")
    low, high = day_number(*first, 1), day_number(*last, month_length(*last))
    edtf = month_edtf(*first) + mark
    if first != last:
        edtf = f"{edtf}/{month_edtf(*last)}{mark}"
    return Span(edtf, low, high, "month", rule, inferred)


def _year(parts: Parts, year: int) -> Span:
    """Start and end of a year are January and December, approximate; early, mid and late are its thirds."""
    match parts.part:
        case "start":
            return _months((year, 1), (year, 1), "start of the year: January", parts.inferred, "~")
        case "end":
            return _months((year, 12), (year, 12), "end of the year: December", parts.inferred, "~")
        case "early":
            return _months((year, 1), (year, 4), "early in the year: first third", parts.inferred)
        case "mid":
            return _months((year, 5), (year, 8), "middle of the year: second third", parts.inferred)
        case "late":
            return _months((year, 9), (year, 12), "late in the year: last third", parts.inferred)
    return Span(year_text(year), day_number(year, 1, 1), day_number(year, 12, 31), "year", "year", parts.inferred)


_THIRDS_OF_A_MONTH = {
    "early": (1, 10), "start": (1, 10), "mid": (11, 20), "late": (21, 0), "end": (21, 0),
    "early to mid": (1, 20), "mid to late": (11, 0),
}  # fmt: skip


def _month(parts: Parts, year: int, month: int) -> Span:
    """The thirds of a month as 上旬, 中旬 and 下旬: 1-10, 11-20, 21 to its end."""
    if not 1 <= month <= 12:
        raise ValueError("no such month")
    if not parts.part:
        return _months((year, month), (year, month), "month", parts.inferred)
    first, last = _THIRDS_OF_A_MONTH[parts.part]
    low = day_number(year, month, first)
    high = day_number(year, month, last or month_length(year, month))
    return Span(f"{iso(low)}/{iso(high)}", low, high, "day", "third of the month", parts.inferred)


def _season_quarter_half(parts: Parts, year: int) -> Span:
    length = 6 if parts.unit == "half" else 3
    start = parts.n * 3 if parts.unit == "season" else (parts.n - 1) * length + 1
    if parts.part:
        third = length // 3
        offset = {"early": 0, "start": 0, "mid": third, "late": length - third, "end": length - third}[parts.part]
        mark = "~" if parts.part in ("start", "end") else ""
        return _months(
            _shift(year, start + offset), _shift(year, start + offset + third - 1),
            f"third of the {parts.unit}", parts.inferred, mark,
        )  # fmt: skip
    months = _months(_shift(year, start), _shift(year, start + length - 1), parts.unit, parts.inferred)
    if parts.unit == "season":
        return months._replace(edtf=f"{year_text(year)}-{20 + parts.n}", rule="season, northern half of the earth")
    return months


def _shift(year: int, month: int) -> tuple[int, int]:
    return (year + 1, month - 12) if month > 12 else (year, month)


def _decade(parts: Parts) -> Span:
    first = parts.n
    if not 0 <= first <= 9990:
        raise ValueError("decades lie in the years 0 to 9999")
    low, high = {"early": (0, 3), "start": (0, 3), "mid": (4, 6), "late": (7, 9), "end": (7, 9)}.get(parts.part, (0, 9))
    edtf = f"{first // 10:03d}X" if not parts.part else f"{first + low:04d}/{first + high:04d}"
    return Span(
        edtf, day_number(first + low, 1, 1), day_number(first + high, 12, 31), "year",
        "part of the decade" if parts.part else "decade", parts.inferred,
    )  # fmt: skip


def _century(parts: Parts) -> Span:
    """The 20th century is 1901-2000, the first BC (n = 0) is 100-1 BC; the thirds are early, mid and late."""
    first = (parts.n - 1) * 100 + 1
    if not -9999 <= first <= 9900:
        raise ValueError("years have four digits")
    low, high = {"early": (0, 32), "start": (0, 32), "mid": (33, 65), "late": (66, 99), "end": (66, 99)}.get(
        parts.part, (0, 99)
    )
    return Span(
        f"{year_text(first + low)}/{year_text(first + high)}",
        day_number(first + low, 1, 1), day_number(first + high, 12, 31), "year", "part of the century" if parts.part else "century", parts.inferred,
    )  # fmt: skip


def days(low: int, high: int, rule: str) -> Span:
    """A span of whole days decided by the anchor."""
    if low < _FIRST_DAY or high > _LAST_DAY:
        return NO_SUCH_DAY
    edtf = iso(low) if low == high else f"{iso(low)}/{iso(high)}"
    return Span(edtf, low, high, "day", rule, True)


def week(number: int) -> Span:
    """The week, Monday to Sunday (ISO 8601), that contains the day."""
    monday = number - weekday(number)
    return days(monday, monday + 6, "week, Monday to Sunday")


def rolling(unit: str, count: int, anchor: int) -> Span:
    """The past `count` units: the days from that long before the anchor up to it."""
    short = {"day": 1, "week": 7, "fortnight": 14}.get(unit)
    months = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}.get(unit, 0)
    low = anchor - count * short if short else add_months(anchor, -count * months)
    return days(low, anchor, f"the past {unit}s up to the anchor")


def recently(anchor: int, months: int = 1) -> Span:
    """Some time up to the anchor; drawn from `months` before it, fading."""
    if add_months(anchor, -months) < _FIRST_DAY:
        return NO_SUCH_DAY
    return Span(
        f"../{iso(anchor)}~", add_months(anchor, -months), anchor, "day",
        "recently: up to the anchor, shown from a month before it" if months == 1
        else f"recently: up to the anchor, shown from {months // 12} years before it", True,
    )  # fmt: skip


def approximate(span: Span, mark: str = "~") -> Span:
    """The same days, every date of them marked approximate (`~`) or uncertain (`?`)."""
    if span.edtf[:1] in ("[", "{"):
        members = ",".join(_marked(member, mark) for member in span.edtf[1:-1].split(","))
        return span._replace(edtf=f"{span.edtf[0]}{members}{span.edtf[-1]}")
    ends = [end if end in ("", "..") else _marked(end, mark) for end in _in_months(span).split("/")]
    return span._replace(edtf="/".join(ends))


def uncertain(span: Span) -> Span:
    return approximate(span, "?")


def each(found: Span | DateReading | None, change: Callable[[Span], Span]) -> Span | DateReading | None:
    """The change made to a span or to every reading of a choice; None where the result has no bounds."""
    if isinstance(found, DateReading):
        readings = tuple(span for span in map(change, found.readings) if span.edtf)
        return DateReading(readings, found.rule) if readings else None
    if found is None or not found.edtf:
        return found
    changed = change(found)
    return changed if changed.edtf else None


def _in_months(span: Span) -> str:
    """EDTF has no season with a qualifier or in an interval: there a season is written as its months."""
    if not _SEASON.fullmatch(span.edtf) or span.low is None or span.high is None:
        return span.edtf
    return f"{_name(span.low, 'month')}/{_name(span.high, 'month')}"


_SEASON = Pattern(r"-?\d{4}-(?:2[1-4]|3[3-6]|4[01])")


def _marked(edtf: str, mark: str) -> str:
    if edtf[-1] == mark or edtf[-1] == "%":
        return edtf
    return edtf[:-1] + "%" if edtf[-1] in "?~" else edtf + mark


def _name(number: int, grain: str) -> str:
    year, month, _ = civil(number)
    return {"year": year_text(year), "month": month_edtf(year, month)}.get(grain) or iso(number)


def before(span: Span) -> Span:
    """Up to the last day, month or year that ends before the span begins."""
    if span.low is None or span.low <= _FIRST_DAY:
        return UNREAD
    return Span(f"../{_name(span.low - 1, span.grain)}", None, span.low - 1, span.grain, "before", span.inferred)


def after(span: Span) -> Span:
    """From the first day, month or year that begins after the span ends."""
    if span.high is None or span.high >= _LAST_DAY:
        return UNREAD
    return Span(f"{_name(span.high + 1, span.grain)}/..", span.high + 1, None, span.grain, "after", span.inferred)


def since(span: Span) -> Span:
    """From the start of the span on, the span included; "from July 15–18" already has an end."""
    if span.low is None:
        return UNREAD
    if span.rule == "range":
        return span
    return Span(f"{_end(span, 0)}/..", span.low, None, span.grain, "since", span.inferred)


def by(span: Span) -> Span:
    """Up to the end of the span, the span included."""
    if span.high is None:
        return UNREAD
    return Span(f"../{_end(span, -1)}", None, span.high, span.grain, "by", span.inferred)


def _end(span: Span, which: int) -> str:
    """The first (0) or last (-1) date of a span, as an interval would name it."""
    day = (span.low if which == 0 else span.high) or 0
    edtf = _in_months(span).split("/")[which]
    if edtf in ("", ".."):
        return iso(day)
    return _name(day, span.grain) if edtf[0] in "[{" else edtf


def between(first: Span, last: Span) -> Span:
    """From the start of one to the end of the other; unread when it runs backwards."""
    if first.low is None or last.high is None or first.low > last.high:
        return UNREAD
    grain = first.grain if first.grain == last.grain else "day"
    return Span(
        f"{_end(first, 0)}/{_end(last, -1)}", first.low, last.high, grain, "range", first.inferred or last.inferred
    )


def listed(first: Span, last: Span, brackets: str) -> Span:
    """One of two dates, `[a,b]`, or both of them, `{a,b}`."""
    if first.low is None or last.low is None or first.high is None or last.high is None:
        return UNREAD
    if set(first.edtf + last.edtf) & set("/[{"):
        return UNREAD
    edtf = f"{brackets[0]}{first.edtf},{last.edtf}{brackets[1]}"
    grain = first.grain if first.grain == last.grain else "day"
    rule = "one of" if brackets == "[]" else "both"
    inferred = first.inferred or last.inferred
    return Span(edtf, min(first.low, last.low), max(first.high, last.high), grain, rule, inferred)


_CHANGES: dict[str, Callable[[Span], Span]] = {
    "about": approximate, "perhaps": uncertain, "before": before, "after": after, "since": since, "by": by,
}  # fmt: skip


def changed(
    text: str, opening: Pattern, closing: Pattern, read: Callable[[str], Span | DateReading | None]
) -> Span | DateReading | None:
    """The rest of a text, changed by its first or else its last words ("before …", "…左右")."""
    if match := opening.match(text):
        return each(read(text[match.end() :]), _CHANGES[match.lastgroup or ""])
    if match := closing.search(text):
        return each(read(text[: match.start()]), _CHANGES[match.lastgroup or ""])
    return None


def inherit(first: Parts, last: Parts) -> tuple[Parts, Parts] | None:
    """Complete the two ends of a range from each other: "July 15 to 18, 2025", "7月至9月".

    A range may run over New Year ("December 30 to January 2"); None when it runs backwards in one month ("July 18–15").
    """
    if first.day is not None and last.day is not None and (first.month is None) != (last.month is None):
        if first.day > last.day:
            return None
        first, last = first._replace(month=first.month or last.month), last._replace(month=last.month or first.month)
    if first.year is None and last.year is not None and first.span is None and first.unit not in ("decade", "century"):
        year = last.year - 1 if _within_year(first) > _within_year(last) else last.year
        first = first._replace(year=year, inferred=last.inferred)
    elif last.year is None and first.year is not None and last.span is None and last.unit not in ("decade", "century"):
        year = first.year + 1 if _within_year(first) > _within_year(last) else first.year
        last = last._replace(year=year, inferred=first.inferred)
    return first, last


def _within_year(parts: Parts) -> tuple[int, int]:
    unit_month = {"season": parts.n * 3, "quarter": parts.n * 3 - 2, "half": parts.n * 6 - 5}.get(parts.unit, 0)
    return parts.month or unit_month, parts.day or 0


def three_digit_year(year: int, month: int | None, day: int | None) -> DateReading | Span:
    """ "114年" is 民國 114 in Taiwan and the year 114 to a historian."""
    spans = [resolve(Parts(number, month, day), None) for number in (year + 1911, year)]
    readings = tuple(span for span in spans if span.edtf)
    return DateReading(readings, "a year of three digits: 民國 or AD") if readings else NO_SUCH_DAY


def numeric(a: int, b: int, year: int | None, anchor: int | None) -> Span | DateReading:
    """Two numbers that are a day and a month in an order nobody stated. Asked about when both orders are possible."""
    readings = [
        resolve(Parts(year=year, month=month, day=day), anchor)
        for month, day in dict.fromkeys([(a, b), (b, a)])
        if 1 <= month <= 12
    ]
    readings = [span for span in readings if span.edtf]
    if not readings:
        return NO_SUCH_DAY
    if len(readings) == 1:
        return readings[0]
    return DateReading(tuple(readings), "day and month could stand in either order")
