"""Dates in running text: their places and meanings."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.domain.dates.english import MONTHS, SEASONS, WEEKDAYS
from tracker.domain.dates.fuzzy import FuzzyDate
from tracker.domain.dates.reading import fold_words, read_date
from tracker.domain.pattern import Pattern


@dataclass(frozen=True, slots=True)
class DateMatch:
    """A date phrase at characters start…end of the text (end exclusive)."""

    start: int
    end: int
    date: FuzzyDate


_N = r"(?:\d{1,2}|[一二三四五六七八九十廿]{1,3})"
_ZH_YEAR = (
    r"(?:(?:公元前?|西元前?)?(?:(?<![\d.])(?<!\d,)\d{4}|[一二三四五六七八九〇零○]{4}) ?年(?!代)|(?<!\d)(?:公元前|西元前)\d{1,3}年"
    r"|(?:中华)?民国 ?(?:\d{1,3}|元|[一二三四五六七八九十百零〇]{1,5}) ?年|今年(?! ?\d{1,3} ?岁)|去年|前年(?!度)|明年)"
)
_ZH_THIRD = r"(?:上旬|中旬|下旬|中下旬|上中旬|初|底|末|中(?![国共东学]))"
_ZH_MONTH = rf"(?:(?<!\d){_N}|(?<=年)\d{{1,2}}|(?<=年 )\d{{1,2}})"
_ZH_CLOCK = (
    r"(?: ?(?:凌晨|清晨|早上|上午|中午|下午|傍晚|晚间|晚上|深夜|夜间|晚(?=[,，。;；\s\d]|$))"
    r"(?: ?\d{1,2} ?[时点](?:半|\d{1,2}分)?)?)?"
)
_ZH_PERIOD = (
    r"(?:上半年|下半年|第 ?[一二三四1-4] ?季度?|[一二三四]季度|q[1-4](?![a-z0-9])|[初深]?[春夏秋冬](?:季|天)?(?![节晚游装])"
    r"|年初|年中|年底|年末|年尾|初(?![期次])|底|末)"
)
_ZH_UNIT = (
    rf"(?:{_ZH_YEAR}(?:的? ?(?:{_ZH_MONTH} ?月份?(?: ?的? ?{_N} ?[日号]{_ZH_CLOCK}|的?{_ZH_THIRD})?|{_ZH_PERIOD}))?"
    rf"|(?<![\d年]){_N} ?月 ?{_N} ?[日号]{_ZH_CLOCK}|(?<![\d年]){_N}月{_ZH_THIRD}"
    rf"|(?<![\d年]){_N}月份?(?!前|天|流火|不知|革命|\d|[大小]|饼|光|台|色|球|刊|薪|租|费)"
    r"|(?<!\d)\d{4}(?:上半年|下半年|第[一二三四1-4]季度?)"
    r"|(?:(?<!\d)\d{1,2}|[一二三四五六七八九十]{1,3}|上个?|本)世纪(?:(?:[一二三四五六七八九]十|\d0)年代)?(?:初期?|中期|中叶|末期?|前期|后期|晚期)?"
    r"|(?<!\d)\d{3}0年代(?:初期?|中期|末期?|后期)?"
    r"|(?:上个?|本|这个|下个?)月(?:初|中|底|末|上旬|中旬|下旬|(?:\d{1,2}|[一二三四五六七八九十]{1,3})[日号])?"
    r"|(?:上上|上个?|本|这个?|下个?)(?:周|星期|礼拜)[一二三四五六日天末]?(?![期年刊边])|(?:周|星期|礼拜)[一二三四五六日](?!期)"
    r"|(?<![生忌今昨前])(?:近日|日前|近期|最近|不久前|前不久|近年来?|近几年|大前天|前天|昨天|昨日|昨晚|今天|今日|今晨|明天|明日)"
    r"|(?<![\d.多余数几])(?:\d{1,3}|[一二三四五六七八九十两]{1,3})(?:天|个?星期|周|个月|年)(?:以前|之前|前(?![景后往途]))"
    r"|年初(?=[,，的以])|年底(?!薪|奖)|(?<![\d月])\d{1,2}日(?=晚|上午|下午|凌晨|表示|宣布|报道|说)"
    r")"
)
_ZH = Pattern(
    r"(?<![每同次翌当])(?<!每年)(?<!同年)(?<!次年)(?<!翌年)(?<!当年)"
    rf"(?:(?:截至|自从|自|从|早在|约|大约) ?)?{_ZH_UNIT}(?: ?[-–—~至到] ?(?:{_ZH_UNIT}|{_N} ?[日号月]))?"
    r"(?:以来|之前|以前|之后|以后|起(?![诉訴步飞飛初草源火义義用价價床点])|至今|左右|前后)?"
)

_FULL_MONTHS = "|".join(sorted((name for name in MONTHS if len(name) > 4 or name in ("june", "july", "may")), key=len))
_SHORT_MONTHS = "|".join(
    sorted((name for name in MONTHS if name not in _FULL_MONTHS.split("|")), key=len, reverse=True)
)
_M = rf"(?:{_FULL_MONTHS}|(?:{_SHORT_MONTHS})(?![a-z])\.?)"
_W = r"(?:" + "|".join(name for name in WEEKDAYS if len(name) > 5) + r")"
_S = r"(?:" + "|".join(SEASONS) + r")"
_D = r"\d{1,2}(?:st|nd|rd|th)?(?!\d)"
_DASH = r" ?[-–—] ?"
_AFTER_A_NUMBER = (
    r"people|men|women|children|workers|jobs|million|billion|points?|tokens?|gpus?|dollars?|euros?|pounds?|percent|votes|"
    r"cases|deaths|times|words|pages|miles|km|metres|meters|feet|tons|tonnes|litres|kg|mw|units|seats|homes|cars|copies"
)
_BEFORE_A_NUMBER = (
    "room ",
    "page ",
    "pages ",
    "rfc ",
    "iso ",
    "flight ",
    "route ",
    "volume ",
    "number ",
    "no. ",
    "disease ",
)
_YEAR = (
    r"(?<![\w.,$€£¥#/-])" + "".join(f"(?<!{word})" for word in _BEFORE_A_NUMBER) + r"(?:1[5-9]|20)\d\d"
    rf"(?!\w|[.,]\d|%| (?:{_AFTER_A_NUMBER})\b)"
)
_EN_UNIT = (
    r"(?:\d{4}-\d\d-\d\d|\d{4}/\d{1,2}/\d{1,2}|\d{1,2}(?:/\d{1,2}/|\.\d{1,2}\.|-\d{1,2}-)\d{4}"
    rf"|(?:{_W},? )?(?:the )?(?:{_M} {_D}(?:{_DASH}{_D}|(?:,? (?:and|or) |, ){_D}(?=,? \d{{4}}))?(?:,? \d{{4}})?"
    rf"|{_D}(?:(?:{_DASH}| and | or | to ){_D})? (?:of )?{_M}(?:,? \d{{4}})?)"
    rf"|{_M},? (?:of )?\d{{4}}|{_S},? (?:of )?\d{{4}}|q[1-4],? (?:of )?\d{{4}}|h[12] \d{{4}}|\d{{4}} q[1-4]"
    r"|(?:first|second|third|fourth|last) (?:quarter|half) of (?:\d{4}|last year|this year)"
    r"|\d{3}0s|\d{1,2}(?:st|nd|rd|th) century|\d{1,4} bc(?:e)?"
    r"|(?:earlier|later) this (?:week|month|year)|(?:last|next|this|previous) weekend"
    rf"|(?:last|next|this|previous) (?:week|month|year|quarter|decade|century|{_S}|{_W}|{_M})"
    rf"|week of {_M} {_D}(?:,? \d{{4}})?|(?:{_M}|{_S}) (?:of )?last year"
    r"|(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|several|a few) (?:day|week|month|year|decade)s? ago"
    r"|day before yesterday|yesterday|(?<!usa )today|tomorrow|last night|recently|in recent (?:days|weeks|years)"
    rf"|(?:on )?(?<!black )(?<!good )(?<!news )(?<!easter )(?<!cyber ){_W}|(?<=in ){_M}|(?<=since ){_M}|(?<=until ){_M}"
    rf"|(?:1[5-9]|20)\d\d[-–](?:(?:1[5-9]|20)\d\d|\d\d)(?![\d-])|(?<=circa )\d{{3,4}}|{_YEAR})"
)
_PART = r"(?:(?:very )?(?:early|mid|late|beginning of|start of|end of|middle of)[ -](?:in )?(?:the )?)?"


_EN_WHOLE = rf"(?:the )?{_PART}{_EN_UNIT}"
_EN = Pattern(
    r"(?<![a-z0-9_])(?<!every )(?<!each )"
    rf"(?:(?:between|from) {_EN_WHOLE}(?: and | to | through | until |{_DASH}){_EN_WHOLE}"
    rf"|(?:(?:since|before|after|by|until|circa|c\.|around|about|as of|prior to) )?{_EN_WHOLE}"
    rf"(?:(?: to | through |{_DASH}){_EN_WHOLE}|(?: and | or )(?={_M}[ ,]){_EN_WHOLE})?(?: onwards?| or so)?)(?![a-z0-9_])"
)
_BLANKS = Pattern(r"\s+")
_LEADS = Pattern(r"(?:(?:on|in|the|早在)\s*)+")
_CUTS = Pattern(
    r"\s?[–—~至到-]\s?|\s(?:to|through|until|and|or|onwards?)\s?|以来|之前|以前|之后|以后|起|至今|左右|前后|凌晨|清晨|早上|上午|中午|下午|傍晚|晚|深夜|夜间"
)
# Words of dates that are also ordinary words; alone they are not a date.
_ALONE = {"may", "march", "mar", "sun", "sat", "中", "初", "末", "一月", "second"}


def find_dates(text: str, anchor: int | None = None) -> list[DateMatch]:
    """Every date phrase of the text in order, none overlapping; those that cannot be placed are left out."""
    squeezed, places = _squeezed(fold_words(text))
    spans = [*_scan(_ZH, squeezed, anchor), *_scan(_EN, squeezed, anchor)]
    matches: list[DateMatch] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        first, last = places[start], places[end - 1] + 1
        if not matches or first >= matches[-1].end:
            matches.append(DateMatch(first, last, read_date(text[first:last], anchor)))
    return matches


def _squeezed(text: str) -> tuple[str, Sequence[int]]:
    """The text with every run of blanks as one, and the offset of each of its characters in the original text.

    A line may break inside a date; an empty line becomes a line break, which no date contains.
    """
    pieces: list[str] = []
    places: list[int] = []
    at = 0
    for run in _BLANKS.finditer(text):
        pieces += text[at : run.start()], "\n" if run[0].count("\n") > 1 else " "
        places += range(at, run.start() + 1)
        at = run.end()
    return "".join(pieces) + text[at:], [*places, *range(at, len(text))]


def _scan(pattern: Pattern, text: str, anchor: int | None) -> Iterator[tuple[int, int]]:
    """Every phrase that fits the pattern and can be read, each search starting where the last phrase ended."""
    at = 0
    while match := pattern.search(text, at):
        at = match.end()
        if span := _longest(text, match.start(), match.end(), anchor):
            at = span[1]
            yield span


def _longest(text: str, start: int, end: int, anchor: int | None) -> tuple[int, int] | None:
    """The longest part of a phrase, from its start, that reads as a date."""
    lead = _LEADS.match(text, start, end)
    start = lead.end() if lead else start
    phrase = text[start:end]
    if phrase in _ALONE:
        return None
    for length in [len(phrase), *reversed([cut.start() for cut in _CUTS.finditer(phrase) if cut.start()])]:
        date = read_date(phrase[:length], anchor)
        if date.edtf or date.readings:
            return start, start + length
    return None
