"""Chinese date phrases. The text is folded already: simplified date words, half-width digits, no spaces between characters."""

import re

from tracker.domain.dates import english
from tracker.domain.dates import parts as p
from tracker.domain.dates.calendar import civil, weekday
from tracker.domain.dates.parts import DateReading, Parts, Span
from tracker.domain.pattern import Pattern

_DIGITS = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "两": 2, "元": 1, "首": 1}
_SEASONS = {"春": 1, "夏": 2, "秋": 3, "冬": 4}
_WEEKDAYS = {c: n for n, c in enumerate("一二三四五六日")} | {"天": 6, "末": 5}

_NUM = r"(?:\d{1,2}|[一二三四五六七八九十廿卅]{1,3})"
_YEAR = (
    r"(?:(?P<roc>(?:中华)?民国)(?P<ry>\d{1,3}|元|[一二三四五六七八九十百零〇]{1,5})年?"
    r"|(?P<bc>(?:公元前|西元前|前))(?P<by>\d{1,4}|[一二三四五六七八九〇零]{1,4})年"
    r"|(?:公元|西元)(?P<ad>\d{1,3})年|(?:公元|西元)?(?P<y>\d{4}|[一二三四五六七八九〇零○]{4})(?P<bare>年?)"
    r"|(?P<yw>今年|去年|前年|大前年|明年|后年|本年|同年))"
)
_MONTH = rf"(?:(?P<m>{_NUM}|元)月份?|(?P<mw>本月|这个月|上个月|上月|下个月|下月))"
_DAY = rf"(?P<d>{_NUM})(?:日|号)"
_PART = r"(?P<part>上旬|中旬|下旬|上中旬|中下旬|月初|月中|月底|月末|初|中|底|末|年初|年中|年底|年末|年尾|岁末|前期|初期|中期|后期|末期|早期|晚期)"
_PARTS = {
    "上旬": "early", "中旬": "mid", "下旬": "late", "上中旬": "early to mid", "中下旬": "mid to late", "月初": "start", "月中": "mid", "月底": "end", "月末": "end",
    "初": "start", "中": "mid", "底": "end", "末": "end", "年初": "start", "年中": "mid", "年底": "end",
    "年末": "end", "年尾": "end", "岁末": "end", "前期": "early", "初期": "early", "早期": "early", "中期": "mid",
    "后期": "late", "末期": "late", "晚期": "late",
}  # fmt: skip
_OF_THE_MONTH = {"月初", "月中", "月底", "月末", "上旬", "中旬", "下旬", "上中旬", "中下旬"}
_OF_THE_YEAR = {"年初", "年中", "年底", "年末", "年尾", "岁末"}
_CLOCK = (
    r"(?:[,，]?(?:\(?(?:周|星期|礼拜)[一二三四五六日天]\)?|\([一二三四五六日]\)|当地时间|北京时间|台北时间|凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚间|"
    r"晚上|夜间|深夜|半夜|夜里|晚|早|当天|当日|约?(?:\d{1,2}|[一二三四五六七八九十]{1,3})(?:时|点|(?::\d\d){1,2})(?:半|整|(?:\d{1,2}|[一二三四五六七八九十]{1,3})分|许|左右)?))*"
)
_TIME_TAIL = Pattern("(?<![今昨明前上下本这个])" + _CLOCK + "$")

_CALENDAR = Pattern(
    rf"(?:{_YEAR}的?)?(?:{_MONTH}(?:的?{_DAY}|的?{_PART})?|(?P<half>上半年|下半年|前半年|后半年)"
    rf"|(?:第?(?P<q>[一二三四1-4首])季度?|[qQ](?P<q2>[1-4]))(?P<qp>初|中|末|底)?"
    rf"|(?P<sp>初|早|仲|盛|深|晚|暮|隆)?(?P<s>[春夏秋冬])(?:季|天|日)?(?P<sp2>初|末|中)?"
    rf"|{_PART.replace('<part>', '<ypart>')})"
)
_YEAR_ONLY = Pattern(rf"{_YEAR}(?:度|间|里|内)?")
_DAY_ONLY = Pattern(_DAY)
_DECADE = Pattern(
    r"(?:(?P<c>\d{1,2}|[一二三四五六七八九十廿]{1,3})世纪|(?P<cw>上世纪|上个世纪|本世纪))?(?P<d>\d0|[一二三四五六七八九][十〇零]|零零|00|一零)年代(?P<part>初期|初|中期|中|末期|末|后期|前期|早期|晚期)?"
    r"|(?P<d4>\d{3}0|[一二三四五六七八九〇零○]{3}[〇零○])年代(?P<part2>初期|初|中期|中|末期|末|后期|前期|早期|晚期)?"
)
_CENTURY = Pattern(
    r"(?:(?P<bc>公元前|西元前|前)?(?P<c>\d{1,2}|[一二三四五六七八九十廿]{1,3})世纪|(?P<cw>上世纪|上个世纪|本世纪))(?P<part>初期|初叶|初|中期|中叶|中|末期|末叶|末|后期|前期|早期|晚期)?"
)
_LUNAR = Pattern(r"农历|阴历|旧历|正月|腊月|闰|大年|除夕|春节|初[一二三四五六七八九十]")

_RELATIVE_DAYS = {
    "今天": 0, "今日": 0, "今早": 0, "今晨": 0, "今晚": 0, "今夜": 0, "昨天": -1, "昨日": -1, "昨晚": -1, "昨夜": -1,
    "前天": -2, "前日": -2, "前晚": -2, "大前天": -3, "明天": 1, "明日": 1, "后天": 2, "后日": 2, "大后天": 3,
}  # fmt: skip
_RECENTLY = {
    "近日", "日前", "近期", "最近", "不久前", "前不久", "新近", "日来", "连日", "连日来", "近来", "近几天", "近几日", "最近几天",
    "几天前", "数天前", "数日前", "几日前", "前几天", "前些天", "前些日子", "前阵子", "近些天", "近几周", "几周前", "数周前", "近一段时间", "近段时间",
}  # fmt: skip
_RECENT_YEARS = {"近年", "近年来", "近几年", "近几年来", "这几年", "最近几年", "几年前", "数年前", "近些年", "近些年来"}
_AGO = Pattern(
    r"(?P<n>\d{1,3}|[一二三四五六七八九十两百半]{1,4})(?P<half>个?半)?(?P<unit>天|日|个?星期|个?礼拜|周|个?月|年|个?世纪)(?P<half2>半)?(?P<way>以前|之前|前|以后|之后|后)"
)
_HUNDREDS_OF_YEARS = Pattern(r"([1-9]\d00)年前")
_QUARTER = Pattern(r"(上|本|这|下)一?个?季度?")
_WHICH = {"上": "last", "本": "this", "这": "this", "下": "next"}
_PAST = Pattern(
    r"(?:过去|最近|近)(?:的)?(?P<n>\d{1,3}|[一二三四五六七八九十两百]{1,4})个?(?P<unit>天|日|周|星期|礼拜|月|年)(?:来|以来|间|里|内|中)?"
)
_UNITS = {"天": "day", "日": "day", "周": "week", "星期": "week", "礼拜": "week", "月": "month", "年": "year"}
_SHORT_YEAR = Pattern(r"(\d{2,3})年(?:(\d{1,2})月(?:(\d{1,2})[日号])?)?")
_WEEK = Pattern(r"(?P<which>上上|上|本|这|这个|下|上个|下个)?(?:周|星期|礼拜)(?P<w>[一二三四五六日天末])?")
_YEAR_WORDS = {"今年": 0, "本年": 0, "去年": -1, "前年": -2, "大前年": -3, "明年": 1, "后年": 2}
_MONTH_WORDS = {"本月": 0, "这个月": 0, "上个月": -1, "上月": -1, "下个月": 1, "下月": 1}


def number(text: str) -> int:
    """Arabic or Chinese numerals, read by place ("二〇二五") or by value ("一百一十四"); ValueError otherwise."""
    if text.isdecimal():
        return int(text)
    if not set(text) & set("十百廿卅"):
        return int("".join(str(_DIGITS[c]) for c in text))
    total = current = 0
    for c in text:
        if c == "百":
            total, current = total + (current or 1) * 100, 0
        elif c in "十廿卅":
            total, current = total + ((current or 1) * 10 if c == "十" else 20 if c == "廿" else 30), 0
        else:
            current = _DIGITS[c]
    return total + current


def _year(match: re.Match[str], anchor: int | None) -> tuple[int | None, bool, bool]:
    """(year, inferred, known): known is false where a word such as 今年 has no anchor, and for 民國 0."""
    if match["roc"]:
        year = number(match["ry"])
        return year + 1911 if year else None, False, year > 0
    if match["bc"]:
        return 1 - number(match["by"]), False, True
    if match["y"] or match["ad"]:
        return number(match["y"] or match["ad"]), False, True
    if match["yw"]:
        if anchor is None or match["yw"] == "同年":
            return None, False, False
        return civil(anchor)[0] + _YEAR_WORDS[match["yw"]], True, True
    return None, False, True


def unit(text: str, anchor: int | None) -> Parts | Span | DateReading | None:
    """One named piece of time, without 之前, 約 or a range."""
    if match := _CALENDAR.fullmatch(text):
        return _calendar(match, anchor)
    if match := _YEAR_ONLY.fullmatch(text):
        year, inferred, known = _year(match, anchor)
        if match["bare"] == "":
            return None
        return Parts(year, inferred=inferred) if known else p.NEEDS_ANCHOR
    if match := _DAY_ONLY.fullmatch(text):
        return Parts(day=number(match["d"]))
    if text in _RELATIVE_DAYS:
        day = (anchor or 0) + _RELATIVE_DAYS[text]
        return p.NEEDS_ANCHOR if anchor is None else p.days(day, day, "relative day")
    if text in _RECENTLY or text in _RECENT_YEARS:
        return p.NEEDS_ANCHOR if anchor is None else p.recently(anchor, 1 if text in _RECENTLY else 60)
    if (match := _AGO.fullmatch(text)) and (ago := _ago(match, anchor)):
        return ago
    if anchor is not None and (match := _HUNDREDS_OF_YEARS.fullmatch(text)):
        return _before_or_ago(int(match[1]), anchor)
    if match := _QUARTER.fullmatch(text):
        return p.NEEDS_ANCHOR if anchor is None else english.unit(f"{_WHICH[match[1]]} quarter", anchor)
    if match := _WEEK.fullmatch(text):
        return _week(match, anchor)
    if match := _DECADE.fullmatch(text):
        return _decade(match, anchor)
    if match := _CENTURY.fullmatch(text):
        return _century(match, anchor)
    if match := _PAST.fullmatch(text):
        count = number(match["n"]) if match["n"] else 1
        return p.NEEDS_ANCHOR if anchor is None else p.rolling(_UNITS[match["unit"]], count, anchor)
    if match := _SHORT_YEAR.fullmatch(text):
        return _short_year(match)
    return english.unit(text, anchor) if text.isascii() else None


def _short_year(match: re.Match[str]) -> DateReading | Span | None:
    month, day = int(match[2]) if match[2] else None, int(match[3]) if match[3] else None
    if len(match[1]) == 3:
        return p.three_digit_year(int(match[1]), month, day)
    spans = [p.resolve(Parts(base + int(match[1]), month, day), None) for base in (2000, 1911, 1900)]
    readings = tuple(span for span in spans if span.edtf)
    return DateReading(readings, "a year of two digits: 20xx, 民國 or 19xx") if readings else None


def _calendar(match: re.Match[str], anchor: int | None) -> Parts | Span | None:
    year, inferred, known = _year(match, anchor)
    if not known:
        return p.NEEDS_ANCHOR
    if match["mw"]:
        if year is not None:
            return None
        if anchor is None:
            return p.NEEDS_ANCHOR
        month = english.shifted("month", _MONTH_WORDS[match["mw"]], anchor)
        if not isinstance(month, Parts):
            return None
        day = number(match["d"]) if match["d"] else None
        return month._replace(day=day, part=_PARTS[match["part"]] if match["part"] else "")
    if match["m"]:
        if (match["part"] or "").startswith("年"):
            return None
        day = number(match["d"]) if match["d"] else None
        part = _PARTS[match["part"]] if match["part"] else ""
        return Parts(year, number(match["m"]), day, part=part, inferred=inferred)
    if match["half"]:
        return Parts(year, unit="half", n=1 if match["half"][0] in "上前" else 2, inferred=inferred)
    if match["q"] or match["q2"]:
        part = _PARTS[match["qp"]] if match["qp"] else ""
        return Parts(year, unit="quarter", n=number(match["q"] or match["q2"]), part=part, inferred=inferred)
    if match["s"]:
        part = {"初": "early", "早": "early", "仲": "mid", "盛": "mid", "隆": "mid", "深": "late", "晚": "late",
                "暮": "late", "末": "late", "中": "mid"}.get(match["sp"] or match["sp2"] or "", "")  # fmt: skip
        if year is None and len(match[0]) < 2:
            return None
        return Parts(year, unit="season", n=_SEASONS[match["s"]], part=part, inferred=inferred)
    if match["ypart"] in _OF_THE_MONTH:
        if year is not None:
            return None
        if anchor is None:
            return p.NEEDS_ANCHOR
        y, m, _ = civil(anchor)
        return Parts(y, m, part=_PARTS[match["ypart"]], inferred=True)
    if year is None:
        if len(match["ypart"]) < 2 or match["ypart"][0] not in "年岁":
            return None
        if anchor is None:
            return p.NEEDS_ANCHOR
        return Parts(civil(anchor)[0], part=_PARTS[match["ypart"]], inferred=True)
    return Parts(year, part=_PARTS[match["ypart"]], inferred=inferred)


def _ago(match: re.Match[str], anchor: int | None) -> Parts | Span | DateReading | None:
    count = 0 if match["n"] == "半" else number(match["n"].replace("半", ""))
    half = bool(match["half"] or match["half2"] or match["n"].endswith("半"))
    what = match["unit"].removeprefix("个")
    sign = 1 if match["way"].endswith("后") else -1
    if what == "日" and match["n"].isdigit() and sign < 0 and count <= 31:
        if anchor is None:
            return p.NEEDS_ANCHOR
        limit = p.before(p.resolve(Parts(day=count), anchor))
        ago = p.days(anchor - count, anchor - count, "that many days ago")
        return DateReading((ago, limit), "days ago, or before that day of the month")
    if what == "月" and not match["unit"].startswith("个"):
        return None
    if anchor is None:
        return p.NEEDS_ANCHOR
    match what:
        case "天" | "日":
            return english.shifted("day", sign * count, anchor)
        case "周" | "星期" | "礼拜":
            return english.shifted("week", sign * count, anchor)
        case "月":
            return (
                english.shifted("day", sign * 15, anchor)
                if half and not count
                else english.shifted("month", sign * count, anchor)
            )
        case "年":
            return (
                english.shifted("month", sign * (12 * count + 6), anchor)
                if half
                else english.shifted("year", sign * count, anchor)
            )
    return english.shifted("century", sign * count, anchor)


def _before_or_ago(count: int, anchor: int) -> DateReading | Span | None:
    limit, ago = p.before(p.resolve(Parts(count), None)), english.shifted("year", -count, anchor)
    if not isinstance(ago, Parts) or not limit.edtf:
        return None
    return DateReading((limit, p.resolve(ago, anchor)), "before that year, or that many years ago")


def _week(match: re.Match[str], anchor: int | None) -> Span | None:
    which, day = match["which"], match["w"]
    if which is None and day is None:
        return None
    if anchor is None:
        return p.NEEDS_ANCHOR
    if which is None and day is not None:
        back = (weekday(anchor) - _WEEKDAYS[day]) % 7
        if day == "末":
            return p.days(anchor - back, anchor - back + 1, "weekend")
        return p.days(anchor - back, anchor - back, "weekday before or on the anchor")
    weeks = {"上上": -2, "上": -1, "上个": -1, "下": 1, "下个": 1}.get(which, 0)
    monday = anchor - weekday(anchor) + 7 * weeks
    if day is None:
        return p.week(monday)
    if day == "末":
        return p.days(monday + 5, monday + 6, "weekend")
    return p.days(monday + _WEEKDAYS[day], monday + _WEEKDAYS[day], "weekday of that week")


def _decade(match: re.Match[str], anchor: int | None) -> Parts | Span | None:
    part_word = (match["part"] or match["part2"] or "")[:1]
    part = {"初": "early", "前": "early", "早": "early", "中": "mid"}.get(part_word, "late" if part_word else "")
    if match["d4"]:
        return Parts(unit="decade", n=number(match["d4"]), part=part)
    tens = number(match["d"]) % 100
    if match["c"]:
        return Parts(unit="decade", n=(number(match["c"]) - 1) * 100 + tens, part=part)
    if anchor is None:
        return p.NEEDS_ANCHOR
    century = civil(anchor)[0] // 100 * 100
    if match["cw"]:
        century -= 0 if match["cw"] == "本世纪" else 100
    elif century + tens > civil(anchor)[0]:
        century -= 100
    return Parts(unit="decade", n=century + tens, part=part, inferred=True)


def _century(match: re.Match[str], anchor: int | None) -> Parts | Span | None:
    part_word = (match["part"] or "")[:1]
    part = {"初": "early", "前": "early", "早": "early", "中": "mid"}.get(part_word, "late" if part_word else "")
    if match["c"]:
        century = number(match["c"])
        return Parts(unit="century", n=1 - century if match["bc"] else century, part=part) if century else None
    if anchor is None:
        return p.NEEDS_ANCHOR
    current = (civil(anchor)[0] - 1) // 100 + 1
    return Parts(unit="century", n=current - (0 if match["cw"] == "本世纪" else 1), part=part, inferred=True)


# Words before and after a date that change its days; a group is named after the change it makes.
_OPENING = Pattern(
    r"(?P<about>大约在?|大概在?|约莫|约在|约于|约|估计|据估计)|(?P<perhaps>(?:可能|或许|也许|疑似|疑为|大抵)(?:是|在|于)?)"
    r"|(?P<before>早于|先于)|(?P<after>晚于|迟于)|(?P<since>自从|自|从|打从|不早于)"
    r"|(?P<by>截至|截止到|截止|不晚于|不迟于|最晚|最迟|直到|到|至)"
)
_CLOSING = Pattern(
    r"(?:(?P<about>左右|前后|上下|许|附近)|(?P<perhaps>\?)|(?P<before>之前|以前|前夕|前)|(?P<after>之后|以后|过后|后)"
    r"|(?P<since>[或及](?:之后|以后|更晚)|以来|起至今|至今|迄今|起|开始|到现在)|(?P<by>[或及](?:之前|以前|更早)|为止|止))$"
)
_SEPARATOR = Pattern(r"起?至|到|[-–—~～]{1,2}|与|和|及")
_MONTH_AND_DAY = Pattern(rf"(?:{_YEAR})?{_MONTH}{_NUM}")
_YEAR_AND_MONTH = Pattern(_YEAR + _NUM)
_RANGE_WORDS = Pattern(r"(?:从|自|由|介于|在)?(?P<rest>.+?)(?:之间|期间|间|止)?")
_LIST = Pattern(r"(?P<a>.+?)(?P<word>或者|或|还是|和|与|及|、)(?P<b>.+)")
_LEAD = Pattern(r"^(?:于|在|就在|早在|定于|将于|预计|时间:)+")


def read(text: str, anchor: int | None, nested: int = p.NESTED) -> Span | DateReading | None:
    """The span of a phrase, a choice, or None where Chinese cannot read it.

    Lunar dates are not read: they are days of another calendar, and reading them as Gregorian would be wrong.
    """
    text = _LEAD.sub("", text.replace(" ", ""))
    if not text or not nested or _LUNAR.search(text):
        return None
    result = _plain(text, anchor, nested)
    if result is None and (shorter := _TIME_TAIL.sub("", text)) != text and shorter:
        result = _plain(shorter, anchor, nested)
    if (
        result is None
        and (shorter := re.sub(r"^(?:当地时间|北京时间|台北时间)|的$|\((?:周|星期)[一二三四五六日天]\)", "", text))
        != text
    ):
        result = read(shorter, anchor, nested - 1)
    return result


def _plain(text: str, anchor: int | None, nested: int) -> Span | DateReading | None:
    piece = unit(text, anchor)
    if isinstance(piece, Parts):
        return p.resolve(piece, anchor)
    if piece is not None:
        return piece
    if span := _range(text, anchor):
        return span
    if result := p.changed(text, _OPENING, _CLOSING, lambda rest: read(rest, anchor, nested - 1)):
        return result
    if (match := _LIST.fullmatch(text)) and (pair := _ends(match["a"], match["b"], anchor)):
        listed = p.listed(*pair, "[]" if match["word"] in ("或者", "或", "还是") else "{}")
        return listed if listed.edtf else None
    return None


def _end(text: str, anchor: int | None, other: Parts | None) -> Parts | None:
    if re.fullmatch(r"\d{4}", text):
        return Parts(int(text))
    if other is not None and text in _OF_THE_MONTH and other.month is not None:
        return Parts(other.year, other.month, part=_PARTS[text], inferred=other.inferred)
    if other is not None and text in _OF_THE_YEAR and other.year is not None:
        return Parts(other.year, part=_PARTS[text], inferred=other.inferred)
    if other is not None and other.month is not None and _YEAR_AND_MONTH.fullmatch(text):
        return _end(text + "月", anchor, None)
    if re.fullmatch(_NUM, text) and other is not None:
        value = number(text)
        return Parts(day=value) if other.day is not None else Parts(month=value) if other.month is not None else None
    if _MONTH_AND_DAY.fullmatch(text):
        text += "日"
    piece = unit(text, anchor) or unit(_TIME_TAIL.sub("", text), anchor)
    if isinstance(piece, Parts):
        return piece
    return Parts(span=piece) if isinstance(piece, Span) and piece.low is not None else None


def _ends(first: str, last: str, anchor: int | None) -> tuple[Span, Span] | None:
    if not first or not last:
        return None
    if "民国" in first and _SHORT_YEAR.match(last):
        last = "民国" + last
    begin = _end(first, anchor, None)
    end = _end(last, anchor, begin)
    if begin is None and end is not None:
        begin = _end(first, anchor, end)
    if begin is None or end is None:
        return None
    return english.ends(begin, end, anchor)


def _range(text: str, anchor: int | None) -> Span | None:
    match = _RANGE_WORDS.fullmatch(text)
    if match is None:
        return None
    inner = match["rest"]
    for separator in _SEPARATOR.finditer(inner):
        if separator[0] in "与和及" and inner == text:
            continue
        pair = _ends(inner[: separator.start()], inner[separator.end() :], anchor)
        if pair and (span := p.between(*pair)).edtf:
            return span
    return None
