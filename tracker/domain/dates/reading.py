"""Reads words as a `FuzzyDate`. Never raises: words that cannot be read are stored in an undated one."""

import re
from datetime import datetime
from functools import lru_cache

from tracker.domain.dates import chinese, edtf, english
from tracker.domain.dates.calendar import day_number, iso
from tracker.domain.dates.fuzzy import FuzzyDate
from tracker.domain.dates.parts import NEEDS_ANCHOR, NO_SUCH_DAY, UNREAD, DateReading, Span
from tracker.domain.pattern import Pattern

_LONGEST = 120  # characters; no date phrase is longer

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_SIMPLIFIED = str.maketrans(
    "後來週個約號兩開從禮紀間內歲舊閏國華陰農時點當這裡裏連幾數過於陣許歷曆據還遲與為爲計節臘葉將預屆",
    "后来周个约号两开从礼纪间内岁旧闰国华阴农时点当这里里连几数过于阵许历历据还迟与为为计节腊叶将预届",
)
# The length is preserved, so that offsets in folded text are offsets in the original text.
FOLD = (
    _FULL_WIDTH
    | {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
    | {code: code - 0xFEE0 + 32 for code in range(0xFF21, 0xFF3B)}
    | _SIMPLIFIED
    | {0x3000: " ", 0xA0: " ", 0x2009: " ", 0x202F: " ", 0x2018: "'", 0x2019: "'", 0x02BC: "'", 0x2012: "–",
       0x2010: "-", 0x2011: "-", 0x2212: "-", 0x301C: "~", 0x2F47: "日", 0x2F49: "月", 0x9031: "周", 0x5E74: "年"}
)  # fmt: skip
_SPACES = Pattern(r"\s+")
_CJK = Pattern(r"[\u3400-\u9fff〇]")
_EDTF_LIKE = Pattern(r"[\[{]?[-.\dxX/][-\dxXtTzZ:+.,/?~%]*[\]}]?", re.ASCII)
_CLOCK = Pattern(r"\d{4}.*\d:\d\d|\d:\d\d.*\d{4}")
_WRAPPING = "\"'“”‘’「」『』()（）[]【】《》,.;，。；、 "


def fold_words(text: str) -> str:
    """Half-width, lower-case, simplified date words; the same length as the text."""
    return text.translate(FOLD)


def read_date(words: str, anchor: int | None = None) -> FuzzyDate:
    """Read a phrase in English, Chinese or EDTF against an anchor day (the source's publication date, never today)."""
    span = _read(words.strip(), anchor)
    if isinstance(span, DateReading):
        readings = tuple(FuzzyDate(words, s.edtf, s.low, s.high, s.rule, anchor, s.inferred) for s in span.readings)
        return FuzzyDate(words, rule=span.rule, anchor=anchor, readings=readings)
    return FuzzyDate(words, span.edtf, span.low, span.high, span.rule, anchor, span.inferred)


@lru_cache(maxsize=4096)
def _read(words: str, anchor: int | None) -> Span | DateReading:
    if not words or len(words) > _LONGEST:
        return UNREAD
    if _EDTF_LIKE.fullmatch(words) and (span := _edtf(words.replace("x", "X"))):
        return span
    text = _SPACES.sub(" ", fold_words(words)).strip()
    if text != words and _EDTF_LIKE.fullmatch(text) and (span := _edtf(text.upper())):
        return span
    result = _grammar(text, anchor)
    if result is None and (bare := text.strip(_WRAPPING)) and bare != text:
        result = _edtf(bare.upper()) if _EDTF_LIKE.fullmatch(bare) else None
        result = result or _grammar(bare, anchor)
    return result or _exact(text) or UNREAD


def _grammar(text: str, anchor: int | None) -> Span | DateReading | None:
    if _CJK.search(text):
        return chinese.read(text, anchor)
    return english.read(text, anchor) if text else None


def _edtf(text: str) -> Span | None:
    """A string of the EDTF profile, unchanged."""
    if "T" in text:
        text = text.partition("T")[0]
    try:
        low, high = edtf.bounds(text)
    except ValueError:
        return NO_SUCH_DAY if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else None
    grain = "day" if re.search(r"\d{4}-[\dX]{2}-", text) else "month" if re.search(r"\d{4}-", text) else "year"
    return Span(text, low, high, grain, "EDTF")


def _exact(text: str) -> Span | None:
    """Machine dates with a clock ("Tue, 15 Jul 2025 14:00:00 +0800") by dateutil.

    dateutil fills what is missing from its default, and takes a side where day and month could be swapped; a date
    counts only when two defaults and both orders agree on it.
    """
    if len(text) > 60 or not _CLOCK.search(text):
        return None
    from dateutil import parser  # slow to import, and rarely needed

    try:
        days = {
            parser.parse(text, default=default, dayfirst=dayfirst, ignoretz=True).date()
            for default in (datetime(1804, 2, 3), datetime(1908, 11, 12))
            for dayfirst in (False, True)
        }
    except (ValueError, TypeError, ArithmeticError, LookupError):
        return None
    if len(days) != 1:
        return None
    day = days.pop()
    number = day_number(day.year, day.month, day.day)
    return Span(iso(number), number, number, "day", "day")


__all__ = ["NEEDS_ANCHOR", "fold_words", "read_date"]
