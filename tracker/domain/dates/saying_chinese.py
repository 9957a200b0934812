"""A fuzzy date in plain Chinese, in either script."""

from tracker.domain.dates.calendar import civil, month_length
from tracker.domain.dates.fuzzy import FuzzyDate

_SEASONS = {21: "春季", 22: "夏季", 23: "秋季", 24: "冬季"}


def say(date: FuzzyDate, *, simplified: bool) -> str:
    """ "2025年4月", "2025年7月11日至20日", "2024年8月以前", "約2013年"; "" when there is nothing."""
    if not date.edtf:
        return ("日期不详" if simplified else "日期不詳") if date.words else ""
    text = _body(date, simplified)
    if date.approximate:
        text = ("约" if simplified else "約") + text
    return text + ("（存疑）" if date.uncertain else "")


def say_with_words(date: FuzzyDate, *, simplified: bool) -> str:
    """The same with the words as written, where they say something else, and what they were read against."""
    text, words = say(date, simplified=simplified), date.words.strip()
    if not words or words == date.edtf or words == text:
        return text
    read = ("，依来源日期推算" if simplified else "，依來源日期推算") if date.inferred else ""
    quoted = f"“{words}”" if simplified else f"「{words}」"
    return f"{text}（{quoted}{read}）" if text else quoted


def _body(date: FuzzyDate, simplified: bool) -> str:
    if date.edtf.startswith("["):
        return "或".join(date.edtf.strip("[]").replace("..", "至").split(","))
    plain = date.edtf.rstrip("?~%")
    if date.earliest is None and date.latest is None:
        parts = plain.split("-")
        known = len(parts) == 3 and parts[1].isdigit() and parts[2].isdigit()
        year = "年份不详" if simplified else "年份不詳"
        return f"{int(parts[1])}月{int(parts[2])}日（{year}）" if known else ("未能解读" if simplified else "未能解讀")
    if date.earliest is None or date.edtf.startswith("../"):
        return _point(date.latest or 0, end=True) + "以前"
    if date.latest is None:
        return _point(date.earliest) + "起"
    if len(plain) == 7 and plain[5:].isdigit() and int(plain[5:]) in _SEASONS:
        return f"{int(plain[:4])}年{_SEASONS[int(plain[5:])]}"
    if len(plain) == 4 and plain[2:3].isdigit() and plain.endswith("X"):
        return f"{plain[:3]}0年代"
    return _between(date.earliest, date.latest)


def _year(year: int) -> str:
    return f"{year}年" if year > 0 else f"公元前{1 - year}年"


def _point(number: int, *, end: bool = False) -> str:
    year, month, day = civil(number)
    if (month, day) == ((12, 31) if end else (1, 1)):
        return _year(year)
    if day == (month_length(year, month) if end else 1):
        return f"{_year(year)}{month}月"
    return f"{_year(year)}{month}月{day}日"


def _between(low: int, high: int) -> str:
    (y1, m1, d1), (y2, m2, d2) = civil(low), civil(high)
    if low == high:
        return f"{_year(y1)}{m1}月{d1}日"
    if d1 == 1 and d2 == month_length(y2, m2):
        if (m1, m2) == (1, 12):
            return _year(y1) if y1 == y2 else f"{_year(y1)}至{_year(y2)}"
        first, last = f"{_year(y1)}{m1}月", f"{m2}月" if y1 == y2 else f"{_year(y2)}{m2}月"
        return first if (y1, m1) == (y2, m2) else f"{first}至{last}"
    last = f"{d2}日" if (y1, m1) == (y2, m2) else f"{m2}月{d2}日" if y1 == y2 else f"{_year(y2)}{m2}月{d2}日"
    return f"{_year(y1)}{m1}月{d1}日至{last}"
