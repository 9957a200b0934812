"""English date phrases. The text is folded already: lower case, half-width, single spaces."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable

from tracker.domain.dates import parts as p
from tracker.domain.dates.calendar import add_months, civil, day_number, weekday
from tracker.domain.dates.parts import DateReading, Parts, Span
from tracker.domain.pattern import Pattern


def _numbered(words: str, first: int) -> dict[str, int]:
    """Numbers for words separated by spaces; words joined by `|` have the same number."""
    return {word: number for number, group in enumerate(words.split(), first) for word in group.split("|")}


MONTHS = _numbered(
    "january|jan february|feb march|mar april|apr may june|jun july|jul august|aug september|sept|sep "
    "october|oct november|nov december|dec",
    1,
)
WEEKDAYS = _numbered(
    "monday|mon tuesday|tues|tue wednesday|wed thursday|thurs|thur|thu friday|fri saturday|sat sunday|sun", 0
)
SEASONS = {"spring": 1, "summer": 2, "autumn": 3, "fall": 3, "winter": 4}
_ORDINALS = _numbered("first|1st second|2nd third|3rd fourth|4th", 1)
_DAY_NAMES = _numbered(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third twenty-fourth "
    "twenty-fifth twenty-sixth twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first",
    1,
)
_NUMBERS = _numbered(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty",
    0,
) | {"a": 1, "an": 1, "a couple of": 2, "couple of": 2}
_TENS = _numbered("twenties thirties forties fifties sixties seventies eighties nineties", 2)
_PARTS = {
    "early": "early", "mid": "mid", "middle": "mid", "late": "late", "beginning": "start", "start": "start",
    "end": "end", "close": "end",
}  # fmt: skip

M = r"(?P<m>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\.?"
W = r"(?:" + "|".join(sorted(WEEKDAYS, key=len, reverse=True)) + r")\.?"
D = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?"
Y = r"(?P<y>\d{4}|'\d\d)"
S = r"(?P<s>" + "|".join(SEASONS) + r")"
_COUNT = r"(?:\d{1,3}|" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + r")"
N = rf"(?P<n>{_COUNT})"
UNIT = r"(?P<unit>day|week|fortnight|month|year|decade|century)"
_OF = r"(?:,? ?(?:of |in )?(?:the year )?| ?/ ?|-)"

# Words that may occur around a date without changing its day.
_LEAD = Pattern(
    rf"^(?:(?:on(?! or )|(?:(?:morning|afternoon|evening|night) |year )of|calendar year|(?:earlier |later )?in(?! {_COUNT} (?:day|week|fortnight|month|year|decade)s?$)|at(?! the latest)|during|over|dated|as of|of|the|{W},?(?= (?:the )?(?:\d|{M.replace('<m>', '<lead>')}[ ,])),?) )+"
)
_CLOCK = r"\d{1,2}(?:[:.]\d\d){1,2}(?: ?[ap]\.?m\.?)?|\d{1,2} ?[ap]\.?m\.?|noon|midnight"
_TRAIL = Pattern(
    rf"(?:,? (?:at )?(?:about |around )?(?:{_CLOCK})(?: ?(?:utc|gmt|[a-z]{{2,4}}t|hkt|local time|z))?"
    rf"|,? (?:in the |on the )?(?:early |late )?(?:morning|afternoon|evening|night)|,? \(?{W}\)?| ?(?:a\.?d\.?|ce))$"
)
_DIGIT = "0123456789"
_Reader = Callable[[re.Match[str]], Parts | DateReading | None]
# The readers that a text can belong to, by its first character.
_BY_INITIAL: dict[str, list[tuple[Pattern, _Reader]]] = defaultdict(list)


def _initials(words: Iterable[str]) -> str:
    return "".join({word[0] for word in words})


def _shape(initials: str, pattern: str) -> Callable[[_Reader], _Reader]:
    """Registers a reader for texts of this pattern, which begin with one of the characters."""

    def keep(reader: _Reader) -> _Reader:
        text = Pattern(pattern)
        for initial in set(initials):
            _BY_INITIAL[initial].append((text, reader))
        return reader

    return keep


def _year(text: str | None) -> int | None:
    """ "'25" is 2025 and "'69" is 1969: two digits from 50 on belong to the last century."""
    if not text:
        return None
    if text[0] != "'":
        return int(text)
    return int(text[1:]) + (1900 if text[1] >= "5" else 2000)


@_shape(
    _initials(MONTHS) + _DIGIT,
    rf"{M}[ -]{D}(?:(?:,? |-){Y})?"
    rf"|(?P<d2>\d{{1,2}})(?:st|nd|rd|th|\.)?(?: day)?(?: (?:of )?|-|(?<=\.)){M.replace('<m>', '<m2>')}(?:(?:,? (?:of )?|-){Y.replace('<y>', '<y2>')})?",
)
def _month_day(match: re.Match[str]) -> Parts:
    month, day, year = match["m"] or match["m2"], match["d"] or match["d2"], match["y"] or match["y2"]
    return Parts(_year(year), MONTHS[month], int(day))


@_shape(
    _initials(MONTHS) + _initials(_DAY_NAMES),
    rf"(?P<o>{'|'.join(_DAY_NAMES)}) (?:day )?of {M}(?:,? {Y})?|{M.replace('<m>', '<m2>')} the {D}(?:,? {Y.replace('<y>', '<y2>')})?",
)
def _named_day(match: re.Match[str]) -> Parts:
    day = _DAY_NAMES[match["o"]] if match["o"] else int(match["d"])
    return Parts(_year(match["y"] or match["y2"]), MONTHS[match["m"] or match["m2"]], day)


@_shape(_DIGIT, rf"(?P<y>\d{{4}})(?:,? |-){M}(?:[ -]{D})?")
def _year_month(match: re.Match[str]) -> Parts:
    return Parts(int(match["y"]), MONTHS[match["m"]], int(match["d"]) if match["d"] else None)


@_shape(_initials(MONTHS), rf"{M}(?:{_OF}{Y})?")
def _month(match: re.Match[str]) -> Parts:
    return Parts(_year(match["y"]), MONTHS[match["m"]])


@_shape(_DIGIT + "y", r"(?:year )?(?P<y>\d{4})")
def _bare_year(match: re.Match[str]) -> Parts | None:
    return Parts(int(match["y"])) if int(match["y"]) else None


@_shape(_DIGIT + "a", r"(?P<y>\d{1,4}) ?(?P<era>b\.?c\.?(?:e\.?)?|a\.?d\.?|c\.?e\.?)|a\.?d\.? ?(?P<y2>\d{1,4})")
def _era_year(match: re.Match[str]) -> Parts | None:
    year = int(match["y"] or match["y2"])
    if not year:
        return None
    return Parts(1 - year if (match["era"] or "").startswith("b") else year)


@_shape(
    _DIGIT + _initials(SEASONS),
    rf"{S}(?:{_OF}{Y}(?: ?[-–/] ?(?P<y3>\d\d|\d{{4}}))?)?|(?P<y2>\d{{4}}) {S.replace('<s>', '<s2>')}",
)
def _season(match: re.Match[str]) -> Parts | None:
    """Only a winter has two years, the second one after the first: "winter 2025-26"."""
    if match["y3"] and (match["s"] != "winter" or int(match["y3"][-2:]) != (int(match["y"][-2:]) + 1) % 100):
        return None
    return Parts(_year(match["y"] or match["y2"]), unit="season", n=SEASONS[match["s"] or match["s2"]])


@_shape(
    _DIGIT + "q" + _initials(_ORDINALS) + "l",
    rf"(?:q(?P<q>[1-4])|(?P<q2>[1-4])q|(?P<o>first|1st|second|2nd|third|3rd|fourth|4th|last) quarter)"
    rf"(?:{_OF}{Y})?|(?P<y2>\d{{4}})[ -]?q(?P<q3>[1-4])",
)
def _quarter(match: re.Match[str]) -> Parts:
    number = match["q"] or match["q2"] or match["q3"]
    n = int(number) if number else _ORDINALS.get(match["o"], 4)
    return Parts(_year(match["y"] or match["y2"]), unit="quarter", n=n)


@_shape(
    _DIGIT + "h" + _initials(_ORDINALS) + "l",
    rf"(?:h(?P<h>[12])|(?P<h2>[12])h|(?P<o>first|1st|second|2nd|latter|last) half)(?:{_OF}{Y})?"
    rf"|(?P<y2>\d{{4}})[ -]?h(?P<h3>[12])",
)
def _half(match: re.Match[str]) -> Parts:
    number = match["h"] or match["h2"] or match["h3"]
    n = int(number) if number else _ORDINALS.get(match["o"], 2)
    return Parts(_year(match["y"] or match["y2"]), unit="half", n=n)


@_shape(_DIGIT, r"(?P<d>\d{3}0)'?s")
def _decade(match: re.Match[str]) -> Parts | DateReading:
    """ "The 1800s" are ten years to some and a hundred to others; "the 2000s" are ten."""
    first = int(match["d"])
    if first % 100 or first % 1000 == 0:
        return Parts(unit="decade", n=first)
    last = day_number(first + 99, 12, 31)
    hundred = Span(f"{first // 100:02d}XX", day_number(first, 1, 1), last, "year", "hundred years")
    return DateReading((p.resolve(Parts(unit="decade", n=first), None), hundred), "ten years or a hundred")


@_shape(_DIGIT, r"(?P<c>\d{1,2})(?:st|nd|rd|th)[ -]century(?P<bc> b\.?c\.?(?:e\.?)?)?")
def _century(match: re.Match[str]) -> Parts | None:
    number = int(match["c"])
    return Parts(unit="century", n=1 - number if match["bc"] else number) if number else None


@_shape(_DIGIT, r"(?P<d>\d{1,2})(?:st|nd|rd|th)")
def _day_of_month(match: re.Match[str]) -> Parts:
    return Parts(day=int(match["d"]))


_RELATIVE_DAYS = {
    "today": 0, "this morning": 0, "this afternoon": 0, "this evening": 0, "tonight": 0, "yesterday": -1,
    "last night": -1, "tomorrow": 1, "day before yesterday": -2, "day after tomorrow": 2, "overnight": 0,
    "earlier today": 0, "later today": 0,
}  # fmt: skip
_RECENTLY = {
    "recently", "lately", "recent days", "recent weeks", "past few days", "past few weeks", "last few days",
    "last few weeks", "a few days ago", "few days ago", "several days ago", "days ago",
    "weeks ago", "a few weeks ago", "few weeks ago", "several weeks ago", "not long ago", "a short while ago",
    "most recently", "just recently", "other day",
}  # fmt: skip
_RECENT_YEARS = {"recent years", "past few years", "last few years", "a few years ago", "few years ago",
                 "several years ago", "years ago"}  # fmt: skip
_AGO = Pattern(
    rf"{N} {UNIT}s? (?P<way>ago|from now|hence)|(?P<half>half a year|half-year) ago|in {N.replace('<n>', '<n2>')} {UNIT.replace('<unit>', '<unit2>')}s?"
)
_WEEKDAY = Pattern(
    rf"(?:(?P<which>last|past|this|next|previous|coming) )?(?P<w>{'|'.join(sorted(WEEKDAYS, key=len, reverse=True))})\.?"
    r"(?: (?P<of>last week|this week|next week))?"
)
_WHICH = Pattern(rf"(?P<which>last|past|previous|this|current|next|coming) (?:{UNIT}|(?P<q>quarter)|{S}|{M}(?: {D})?)")
_ROLLING = Pattern(
    rf"(?:(?:past|last) {N}|past) (?P<unit>day|week|fortnight|month|quarter|year|decade|century)(?:s|'s time)?"
)
_SO_FAR = Pattern(r"(?P<way>earlier|later) (?P<rest>this (?:week|month|quarter|year|decade))")
_SHORT_DECADE = Pattern(r"'?(?P<tens>\d0)'?s|" + "|".join(_TENS))
_WEEKEND = Pattern(r"(?:(?P<which>last|past|previous|this|next|coming) )?weekend")
_WEEK_OF = Pattern(r"week (?:of|beginning|starting|commencing|ending) (?P<rest>.+)")
_OF_YEAR = Pattern(r"(?P<rest>.+?)(?: of| in|,)? (?P<which>last|this|next|previous) (?P<unit>year|month)")
_OFFSETS = {"last": -1, "past": -1, "previous": -1, "this": 0, "current": 0, "next": 1, "coming": 1}


def _relative(text: str, anchor: int | None) -> Parts | Span | None:
    if text in _RELATIVE_DAYS:
        return p.NEEDS_ANCHOR if anchor is None else p.days(*(2 * (anchor + _RELATIVE_DAYS[text],)), "relative day")
    if text in _RECENTLY or text in _RECENT_YEARS:
        return p.NEEDS_ANCHOR if anchor is None else p.recently(anchor, 1 if text in _RECENTLY else 60)
    for initials, pattern, reader in _COUNTED:
        if text[0] in initials and (match := pattern.fullmatch(text)):
            return p.NEEDS_ANCHOR if anchor is None else reader(match, anchor)
    return None


def _short_decade(match: re.Match[str], anchor: int) -> Parts:
    """ "The nineties": the last ones that had begun by the anchor."""
    tens = _TENS[match[0]] * 10 if match[0] in _TENS else int(match["tens"])
    year = civil(anchor)[0]
    first = year - year % 100 + tens
    return Parts(unit="decade", n=first if first <= year else first - 100, inferred=True)


def _rolling(match: re.Match[str], anchor: int) -> Span:
    return p.rolling(match["unit"], _count(match["n"]) if match["n"] else 1, anchor)


def _so_far(match: re.Match[str], anchor: int) -> Span | None:
    """Earlier this year: from its first day to the anchor. Later this year: from the anchor to its last day."""
    whole = unit(match["rest"], anchor)
    span = p.resolve(whole, anchor) if isinstance(whole, Parts) else whole
    if not isinstance(span, Span) or span.low is None or span.high is None:
        return None
    low, high = (span.low, anchor) if match["way"] == "earlier" else (anchor, span.high)
    return p.days(low, high, f"{match[0]}, seen from the anchor")


def _weekend(match: re.Match[str], anchor: int) -> Span:
    """A bare weekend is the most recent one that has begun; "last" is the one before this week."""
    which, saturday = match["which"], anchor - weekday(anchor) + 5
    if which is None and saturday > anchor:
        saturday -= 7
    saturday += 7 * {"last": -1, "past": -1, "previous": -1, "next": 1}.get(which or "", 0)
    return p.days(saturday, saturday + 1, "weekend")


def _ago(match: re.Match[str], anchor: int) -> Parts | Span | None:
    if match["half"]:
        return shifted("month", -6, anchor)
    if match["n2"]:
        return shifted(match["unit2"], _count(match["n2"]), anchor)
    sign = -1 if match["way"] == "ago" else 1
    return shifted(match["unit"], sign * _count(match["n"]), anchor)


def _count(text: str) -> int:
    return int(text) if text.isdigit() else _NUMBERS[text]


def shifted(unit: str, count: int, anchor: int) -> Parts | Span | None:
    """The day, week, month, year or decade that is `count` units from the anchor."""
    year = civil(anchor)[0]
    match unit:
        case "day":
            return p.days(anchor + count, anchor + count, "relative day")
        case "week" | "fortnight":
            return p.week(anchor + count * (14 if unit == "fortnight" else 7))
        case "month":
            y, m, _ = civil(add_months(anchor, count))
            return Parts(y, m, inferred=True)
        case "year":
            return Parts(year + count, inferred=True)
        case "decade":
            return Parts(year + 10 * count, inferred=True)
    return Parts(year + 100 * count, inferred=True)


def _weekday(match: re.Match[str], anchor: int) -> Span:
    """A bare weekday is the most recent one, the anchor's own day included; "last" excludes that day."""
    wanted, which = WEEKDAYS[match["w"]], match["which"]
    if match["of"]:
        monday = anchor - weekday(anchor) + 7 * _OFFSETS[match["of"].split()[0]]
        return p.days(monday + wanted, monday + wanted, "weekday of that week")
    if which in ("next", "coming"):
        number = anchor + ((wanted - weekday(anchor)) % 7 or 7)
    elif which == "this":
        number = anchor - weekday(anchor) + wanted
    else:
        back = (weekday(anchor) - wanted) % 7
        number = anchor - (back or (7 if which else 0))
    return p.days(number, number, "weekday before or on the anchor" if which is None else "weekday")


def _which(match: re.Match[str], anchor: int) -> Parts | Span | None:
    offset = _OFFSETS[match["which"]]
    year, month, _ = civil(anchor)
    if match["unit"] in ("decade", "century"):
        length = 10 if match["unit"] == "decade" else 100
        if length == 10:
            return Parts(unit="decade", n=year - year % 10 + 10 * offset, inferred=True)
        return Parts(unit="century", n=(year - 1) // 100 + 1 + offset, inferred=True)
    if match["unit"]:
        return shifted(match["unit"], offset, anchor)
    if match["q"]:
        y, quarter = divmod(year * 4 + (month - 1) // 3 + offset, 4)
        return Parts(y, unit="quarter", n=quarter + 1, inferred=True)
    if match["s"]:
        named = Parts(unit="season", n=SEASONS[match["s"]])
    else:
        named = Parts(month=MONTHS[match["m"]], day=int(match["d"]) if match["d"] else None)
    if offset == 0:
        last_winter = p.resolve(named._replace(year=year - 1), None)
        still = match["s"] and last_winter.high is not None and last_winter.high >= anchor
        return named._replace(year=year - 1 if still else year, inferred=True)
    for candidate in (year - 1, year, year + 1) if offset > 0 else (year, year - 1, year - 2):
        span = p.resolve(named._replace(year=candidate, inferred=True), None)
        if span.low is None or span.high is None:
            continue
        if (offset > 0 and span.low > anchor) or (offset < 0 and span.high < anchor):
            return named._replace(year=candidate, inferred=True)
    return None


# What is counted from the anchor: first characters, pattern, reader.
_COUNTED: list[tuple[str, Pattern, Callable[[re.Match[str], int], Parts | Span | None]]] = [
    (_DIGIT + "hi" + _initials(_NUMBERS), _AGO, _ago),
    ("lptnc" + _initials(WEEKDAYS), _WEEKDAY, _weekday),
    ("lp", _ROLLING, _rolling),
    ("el", _SO_FAR, _so_far),
    ("lptncw", _WEEKEND, _weekend),
    ("lptnc", _WHICH, _which),
    (_DIGIT + "'" + _initials(_TENS), _SHORT_DECADE, _short_decade),
]


_PART = Pattern(
    r"(?:the |very )?(?P<part>early|mid|middle|late|beginning|start|end|close)"
    r"(?: of|-of| in| on)?(?:(?: the)? | ?- ?)(?P<rest>.+)"
)
_YEAR_END = Pattern(
    r"(?P<part>end|start|close)-? ?of-? ?year (?P<rest>\d{4})|year-? ?(?P<part2>end),? (?P<rest2>\d{4})|(?P<rest3>\d{4}) year-? ?(?P<part3>end)"
)
_NUMERIC = Pattern(r"(\d{1,2}) ?([/.-]) ?(\d{1,2})(?: ?\2 ?(\d{4}|\d{2}))?")
_BIG_ENDIAN = Pattern(r"(\d{4})(?:[/.] ?(\d{1,2})(?:[/.] ?(\d{1,2})\.?)?|-(\d{1,2})-(\d{1,2}))|([12]\d{3})(\d\d)(\d\d)")
_ONLY_DIGITS = Pattern(r"\d[\dw./ -]+")
_ISO_WEEK = Pattern(r"(\d{4})-?w(\d\d)")
_THREE_DIGITS = Pattern(r"(\d{3})[/.](\d{1,2})[/.](\d{1,2})")
_MONTH_YEAR = Pattern(r"(\d{1,2})[/.](\d{4})")


def unit(text: str, anchor: int | None) -> Parts | Span | DateReading | None:
    """One named piece of time, without "before", "about" or a range."""
    if not text:
        return None
    if _ONLY_DIGITS.fullmatch(text) and (digits := _digits(text, anchor)):
        return digits
    for pattern, reader in _BY_INITIAL.get(text[0], ()):
        if (match := pattern.fullmatch(text)) and (named := reader(match)):
            return named
    if relative := _relative(text, anchor):
        return relative
    if match := _PART.fullmatch(text):
        return _with_part(_PARTS[match["part"]], match["rest"], anchor)
    if match := _YEAR_END.fullmatch(text):
        part = match["part"] or match["part2"] or match["part3"]
        return _with_part(_PARTS[part], match["rest"] or match["rest2"] or match["rest3"], anchor)
    if match := _WEEK_OF.fullmatch(text):
        return _week_of(match["rest"], anchor)
    if match := _OF_YEAR.fullmatch(text):
        return _of_year(match["rest"], f"{match['which']} {match['unit']}", anchor)
    return None


def _week_of(rest: str, anchor: int | None) -> Span | None:
    named = unit(_LEAD.sub("", rest), anchor)
    span = p.resolve(named, anchor) if isinstance(named, Parts) else named
    if not isinstance(span, Span) or span.low is None or span.low != span.high:
        return span if span is p.NEEDS_ANCHOR else None
    return p.week(span.low)._replace(inferred=span.inferred)


def _of_year(rest: str, which: str, anchor: int | None) -> Parts | Span | None:
    """ "July last year", "the third quarter of last year", "the 15th of last month"."""
    named, whole = unit(rest, anchor), unit(which, anchor)
    if not isinstance(whole, Parts):
        return whole if isinstance(named, Parts) and isinstance(whole, Span) else None
    if not isinstance(named, Parts) or named.year is not None or named.span is not None:
        return None
    if named.unit in ("decade", "century") or (named.month is None and not named.unit) != (whole.month is not None):
        return None
    return named._replace(year=whole.year, month=named.month or whole.month, inferred=True)


def _with_part(part: str, rest: str, anchor: int | None) -> Parts | Span | None:
    rest = _LEAD.sub("", rest)
    if rest == "month" or rest == "year":
        rest = f"this {rest}"
    whole = unit(rest, anchor)
    if isinstance(whole, Parts):
        if whole.part:
            return None
        return whole if whole.day is not None else whole._replace(part=part)
    if isinstance(whole, Span) and (whole is p.NEEDS_ANCHOR or (whole.edtf and whole.low == whole.high)):
        return whole
    if isinstance(whole, Span) and whole.rule.startswith("week") and whole.low is not None:
        low = whole.low + {"early": 0, "start": 0, "mid": 2, "late": 4, "end": 4}[part]
        return p.days(low, low + (2 if part in ("late", "end") else 1), "part of the week")
    return None


def _digits(text: str, anchor: int | None) -> Parts | Span | DateReading | None:
    if match := _BIG_ENDIAN.fullmatch(text):
        year, month, day = match[1] or match[6], match[2] or match[4] or match[7], match[3] or match[5] or match[8]
        return Parts(int(year), int(month), int(day) if day else None)
    if match := _ISO_WEEK.fullmatch(text):
        return _iso_week(int(match[1]), int(match[2]))
    if match := _THREE_DIGITS.fullmatch(text):
        return p.three_digit_year(int(match[1]), int(match[2]), int(match[3]))
    if match := _MONTH_YEAR.fullmatch(text):
        return Parts(int(match[2]), int(match[1]))
    if match := _NUMERIC.fullmatch(text):
        a, b, year = int(match[1]), int(match[3]), match[4]
        if year is None:
            return p.numeric(a, b, None, anchor) if match[2] == "/" else None
        if len(year) == 4:
            return p.numeric(a, b, int(year), anchor)
        return _two_digit_year(a, b, int(year))
    return None


def _iso_week(year: int, number: int) -> Span:
    """Week 1 contains January 4; a week 53 exists only where it contains December 28 (ISO 8601)."""
    first = p.week(day_number(year, 1, 4))
    if first.low is None or number < 1 or first.low + 7 * (number - 1) > day_number(year, 12, 28):
        return p.NO_SUCH_DAY
    return p.week(first.low + 7 * (number - 1))._replace(inferred=False)


def _two_digit_year(a: int, b: int, c: int) -> Span | DateReading:
    """Three pairs of digits: day-month-year, month-day-year and year-month-day are all in use, so a person decides."""
    orders = dict.fromkeys([(c, b, a), (c, a, b), (a, b, c)])
    spans = [p.resolve(Parts(2000 + year, month, day), None) for year, month, day in orders]
    readings = tuple(dict.fromkeys(span for span in spans if span.edtf))
    if not readings:
        return p.NO_SUCH_DAY
    return DateReading(readings, "a year of two digits in an order nobody stated")


# Words before and after a date that change its days; a group is named after the change it makes.
_OPENING = Pattern(
    r"(?P<about>(?:circa|ca?\.|ca|c|about|around|approximately|approx\.?|roughly|near|some ?time (?:in|around)|~) ?)"
    r"|(?P<perhaps>(?:possibly|perhaps|probably|maybe|likely|reportedly|allegedly) )"
    r"|(?P<before>(?:before|prior to|earlier than|ahead of|pre-)(?: the)? ?)"
    r"|(?P<after>(?:after|later than|post-)(?: the)? ?)"
    r"|(?P<since>(?:ever since|since|from|starting(?: in| on| from)?|beginning(?: in| on)|no earlier than|not before"
    r"|on or after|as early as)(?: the)? )"
    r"|(?P<by>(?:by|until|till|up to|through|no later than|not after|not later than|on or before|at the latest by)(?: the)? )"
)
_CLOSING = Pattern(
    r"(?:(?P<about>,? or so| or thereabouts|,? approximately|,? approx\.?| ?\(approx(?:imately|\.)?\)|-?ish)"
    r"|(?P<perhaps> ?\?)"
    r"|(?P<since> on| onwards?| or later| and later| or after| and after| to (?:the )?present| ?[-–—] ?present| to date"
    r"| until now)"
    r"|(?P<by> or earlier| and earlier| or before| at the latest))$"
)
_EARLY_TO_LATE = Pattern(r"(?P<a>early|mid)[ -](?:to|and|or)[ -](?P<b>mid|late)[ -](?P<rest>.+)")
_BETWEEN = Pattern(r"(?:between|from) (?P<a>.+?) (?:and|to|through|until|till) (?P<b>.+)")
_LIST = Pattern(r"(?:either |both )?(?P<a>.+?) (?P<word>or|and|&) (?P<b>.+)")
_SEPARATORS = Pattern(r" (?:to|through|thru|until|till) | ?[–—~] ?| - |-")
_BARE_DAY = Pattern(r"(\d{1,2})(?:st|nd|rd|th)?(?:,? (\d{4}))?")


def read(text: str, anchor: int | None, nested: int = p.NESTED) -> Span | DateReading | None:
    """The span of a phrase, a choice, or None where English cannot read it."""
    text = _LEAD.sub("", text)
    if not text or not nested:
        return None
    result = _plain(text, anchor, nested)
    if result is None and (shorter := _TRAIL.sub("", text)) != text and shorter:
        result = _plain(shorter, anchor, nested)
    return result


def _plain(text: str, anchor: int | None, nested: int) -> Span | DateReading | None:
    piece = unit(text, anchor)
    if isinstance(piece, Parts):
        return p.resolve(piece, anchor)
    if piece is not None:
        return piece
    if match := _EARLY_TO_LATE.fullmatch(text):
        return _range(f"{match['a']} {match['rest']}", f"{match['b']} {match['rest']}", anchor)
    if (match := _BETWEEN.fullmatch(text)) and (span := _range(match["a"], match["b"], anchor)):
        return span
    if result := p.changed(text, _OPENING, _CLOSING, lambda rest: read(rest, anchor, nested - 1)):
        return result
    if (match := _LIST.fullmatch(text)) and (pair := _ends(match["a"], match["b"], anchor)):
        listed = p.listed(*pair, "[]" if match["word"] == "or" else "{}")
        return listed if listed.edtf else None
    for match in _SEPARATORS.finditer(text):
        if span := _range(text[: match.start()], text[match.end() :], anchor):
            return span
    return None


def _end(text: str, anchor: int | None) -> Parts | None:
    text = _LEAD.sub("", text.strip(" ,"))
    if not text:
        return None
    if match := _BARE_DAY.fullmatch(text):
        if 1 <= int(match[1]) <= 31:
            return Parts(year=int(match[2]) if match[2] else None, day=int(match[1]))
        return None
    piece = unit(text, anchor)
    if isinstance(piece, Parts):
        return piece
    return Parts(span=piece) if isinstance(piece, Span) and piece.low is not None else None


def _ends(first: str, last: str, anchor: int | None) -> tuple[Span, Span] | None:
    if re.fullmatch(r"\d{4}", first) and re.fullmatch(r"\d\d", last) and last > first[2:]:
        last = first[:2] + last
    begin, end = _end(first, anchor), _end(last, anchor)
    if begin is None or end is None:
        return None
    return ends(begin, end, anchor)


def ends(begin: Parts, end: Parts, anchor: int | None) -> tuple[Span, Span] | None:
    """Both ends of a range as spans, each completed from the other."""
    pair = p.inherit(begin, end)
    if pair is None or any(end.day is not None and end.month is None for end in pair):
        return None
    begin, end = pair
    low = p.resolve(begin, anchor)
    if (
        begin.year is None
        and end.year is None
        and low.low is not None
        and end.span is None
        and begin.span is None
        and not end.unit
    ):
        begin, end = p.inherit(begin._replace(year=civil(low.low)[0], inferred=True), end) or pair
    high = p.resolve(end, anchor)
    return (low, high) if low.edtf and high.edtf else None


def _range(first: str, last: str, anchor: int | None) -> Span | None:
    pair = _ends(first, last, anchor)
    if pair is None:
        return None
    span = p.between(*pair)
    return span if span.edtf else None
