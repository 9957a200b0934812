"""Actors: the people, organisations and groups who say things or pass them on."""

from dataclasses import dataclass

from tracker.domain.dates import UNDATED, FuzzyDate
from tracker.domain.records import Record

KINDS = ("person", "organisation", "group")


@dataclass(frozen=True, kw_only=True)
class Actor(Record):
    """`name` is the one shown; other scripts and spellings are `ActorName`s. A protected actor is released only under
    its `pseudonym`.
    """

    name: str
    kind: str = "person"
    protected: bool = False
    pseudonym: str = ""
    description: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class ActorName(Record):
    actor_id: int
    name: str


@dataclass(frozen=True, kw_only=True)
class Role(Record):
    """A role of an actor, and when it was held: "Chief scientist at Meta", 2013 to 2025-12."""

    actor_id: int
    title: str
    held: FuzzyDate = UNDATED
