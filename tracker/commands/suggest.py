"""What a selection in a source suggests: claimant, date, mode. Shown for a person to take or change, never saved."""

import re
from dataclasses import dataclass

from tracker.commands import actors, sources
from tracker.domain.actor import Actor
from tracker.domain.dates import UNDATED, FuzzyDate, find_dates
from tracker.domain.source import Source
from tracker.store import Store

_BRACKETED = re.compile(r"([\u3400-\u9fff·]{2,8}?)\s*[（(]\s*([A-Z][\w.'’ -]{2,40}?)\s*[）)]")
_QUOTED = re.compile(r"[“「『\"].{2,}?[”」』\"]", re.S)
_SURNAMED = re.compile(r"[\u3400-\u9fff]{2,4}$")
_RUMOUR = re.compile(r"傳聞|據傳|据传|被曝|傳出|传出|rumou?r|reportedly|allegedly", re.I)
_PREDICTION = re.compile(r"將|将|預計|预计|\bwill\b|expected to|\bplans? to\b|預期|预期")
_DENIAL = re.compile(r"否認|否认|\bden(?:y|ies|ied)\b|did not|沒有拿|並未|并未")
_NUMBER = re.compile(r"\d[\d,.]*\s*(?:億|亿|萬|万|%|％|billion|million|percent)")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`claimant` is a known actor or None, then `name` and `other_name` are what the text calls them (may be "")."""

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


def suggest(store: Store, source: Source, start: int, end: int) -> Suggestion:
    """Read characters start…end of a source's text."""
    text = source.text[start:end].strip()
    anchor = sources.anchor_day(source)
    known = actors.actors_in(store, text)
    bracketed = _BRACKETED.search(text)
    name = other = ""
    claimant = known[0][1] if known else None
    if bracketed and (claimant is None or bracketed.start() < known[0][0]):
        name, other = _name_before(bracketed[1]), bracketed[2].strip()
        claimant = actors.find_actor(store, other) or actors.find_actor(store, name) or claimant
        if claimant is not None:
            name = other = ""
    described = "" if claimant or name else source.publisher
    if described and (publisher := actors.find_actor(store, described)):
        claimant, described = publisher, ""
    dates = [found.date for found in find_dates(text, anchor) if found.date.dated]
    return Suggestion(
        statement=text, claimant=claimant, name=name, other_name=other, described=described,
        said=source.published, about=dates[0] if dates else UNDATED,
        mode="mixed" if _QUOTED.search(text) else "indirect", kinds=_kinds(text),
    )  # fmt: skip


def _name_before(text: str) -> str:
    """The name at the end of the characters before a bracket; titles in front of it are left out."""
    match = _SURNAMED.search(text)
    name = match[0] if match else text
    return name[-3:] if len(name) > 3 else name


def _kinds(text: str) -> tuple[str, ...]:
    found = [
        kind
        for kind, pattern in (("rumour", _RUMOUR), ("prediction", _PREDICTION), ("denial", _DENIAL), ("number", _NUMBER))
        if pattern.search(text)
    ]
    return tuple(found) or ("factual",)
