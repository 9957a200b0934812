"""Suggestions from the selected words of a source: claimant, date, mode. A person accepts or changes them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from tracker.commands import sources
from tracker.commands.known_actors import KnownActors
from tracker.commands.speech import Speech, is_reported, speech_in, unnamed_speaker
from tracker.domain.actor import Actor
from tracker.domain.dates import UNDATED, FuzzyDate, find_dates
from tracker.domain.pattern import Pattern
from tracker.domain.source import Source

_BRACKETED = Pattern(r"([\u3400-\u9fff·]{2,8}?)\s*[（(]\s*([A-Z][\w.'’ -]{2,40}?)\s*[）)]")
_QUOTED = Pattern(r"[“「『\"].{2,}?[”」』\"]", re.DOTALL)
# The hundred or so family names that most Chinese people have, in both scripts.
_FAMILY_NAMES = set(
    "王李張张劉刘陳陈楊杨黃黄趙赵吳吴周徐孫孙馬马朱胡林郭何高羅罗鄭郑梁謝谢宋唐許许鄧邓馮冯韓韩曹曾彭蕭萧蔡潘田董袁于余葉叶蔣蒋杜蘇苏魏程呂吕丁沈任姚盧卢傅鍾钟姜崔譚谭"
    "廖范汪陸陆金石戴賈贾韋韦夏邱方侯鄒邹熊孟秦白江閻阎薛尹段雷黎史龍龙陶賀贺顧顾毛郝龔龚邵萬万錢钱覃武莫孔湯汤洪游柯簡简施詹翁溫温紀纪尤連连涂莊庄"
)
_RUMOUR = Pattern(r"傳聞|據傳|据传|被曝|傳出|传出|rumou?r|reportedly|allegedly", re.IGNORECASE)
_PREDICTION = Pattern(r"將|将|預計|预计|\bwill\b|expected to|\bplans? to\b|預期|预期")
_DENIAL = Pattern(r"否認|否认|\bden(?:y|ies|ied)\b|did not|沒有拿|並未|并未")
_NUMBER = Pattern(r"\d[\d,.]*\s*(?:億|亿|萬|万|%|％|billion|million|percent)")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`claimant` is a known actor or None, then `name` and `other_name` are the names in the text (may be ""). `said` is
    undated unless the text itself dates the statement: the day of publication is never used for it.
    """

    statement: str
    claimant: Actor | None
    name: str
    other_name: str
    described: str
    said: FuzzyDate
    about: FuzzyDate
    mode: str
    kinds: tuple[str, ...]

    @property
    def who(self) -> str:
        return self.claimant.name if self.claimant else self.name or (f"({self.described})" if self.described else "")


def sentences_to_log(known: KnownActors, source: Source, taken: Iterable[tuple[int, int]]) -> list[Speech]:
    """The sentences of a source that may contain a claim, except those that overlap a span of `taken`:
    (start, end) characters of its text, such as the words that claims quote already.
    """
    names = [*known.spellings(), *(name for names in _named_in(source.text) for name in names)]
    spans = list(taken)
    return [
        speech
        for speech in speech_in(source.text, tuple(name for name in dict.fromkeys(names) if len(name) > 1))
        if not any(start < speech.end and end > speech.start for start, end in spans)
    ]


def _named_in(text: str) -> list[tuple[str, str]]:
    """(name, other name) of people whom the text names in both scripts: 楊立昆（Yann LeCun）."""
    return [(_name_before(match[1]), match[2].strip()) for match in _BRACKETED.finditer(text)]


def suggest(known: KnownActors, source: Source, start: int, end: int) -> Suggestion:
    """The suggestion for characters start…end of a source's text."""
    text = source.text[start:end].strip()
    anchor = sources.anchor_day(source)
    mentioned = known.named_in(text)
    bracketed = _BRACKETED.search(text)
    name = other = ""
    claimant = mentioned[0][1] if mentioned else None
    if bracketed and (claimant is None or bracketed.start() < mentioned[0][0]):
        name, other = _name_before(bracketed[1]), bracketed[2].strip()
        claimant = known.find(other) or known.find(name) or claimant
        if claimant is not None:
            name = other = ""
    described = ""
    if not (claimant or name):
        described = unnamed_speaker(text) if is_reported(text) else source.publisher
    if described and (publisher := known.find(described)):
        claimant, described = publisher, ""
    dates = [mention.date for mention in find_dates(text, anchor) if mention.date.dated]
    spoken = [date for date in dates if _dates_statement(date)]
    dates = [date for date in dates if date not in spoken]
    return Suggestion(
        statement=text, claimant=claimant, name=name, other_name=other, described=described,
        said=spoken[0] if spoken else UNDATED, about=dates[0] if dates else UNDATED,
        mode="mixed" if _QUOTED.search(text) else "indirect", kinds=_kinds(text),
    )  # fmt: skip


def _name_before(text: str) -> str:
    """The name at the end of the characters before a bracket; titles before it are left out."""
    for length in (3, 2, 4):
        if len(text) >= length and text[-length] in _FAMILY_NAMES:
            return text[-length:]
    return text[-3:]


def _dates_statement(date: FuzzyDate) -> bool:
    """近日, recently: such words date the statement, not the event."""
    return date.inferred and date.edtf.startswith("../") and date.approximate


def _kinds(text: str) -> tuple[str, ...]:
    kinds = [
        kind
        for kind, pattern in (
            ("rumour", _RUMOUR),
            ("prediction", _PREDICTION),
            ("denial", _DENIAL),
            ("number", _NUMBER),
        )
        if pattern.search(text)
    ]
    return tuple(kinds) or ("factual",)
