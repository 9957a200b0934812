"""Records to rows and back. A fuzzy date is seven columns, a tuple of words a JSON list, everything else is stored as it is."""

import json
from collections.abc import Sequence
from dataclasses import fields
from functools import cache
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from tracker.domain.actor import Actor, ActorName, Role
from tracker.domain.anchor import Anchor
from tracker.domain.attribution import Attribution, Hop
from tracker.domain.case import CaseInfo, SavedSearch, Tag
from tracker.domain.claim import Claim, ClaimTag
from tracker.domain.dates import FuzzyDate
from tracker.domain.design import Design
from tracker.domain.event import Event
from tracker.domain.evidence import Evidence
from tracker.domain.merger import Merger
from tracker.domain.newsroom import Assignment, Comment, Member, Policy
from tracker.domain.records import Record
from tracker.domain.relation import Relation
from tracker.domain.reply import Reply
from tracker.domain.review import Verdict
from tracker.domain.source import Capture, Custody, Derivation, Source
from tracker.domain.text import well_formed
from tracker.errors import Refused

KINDS: dict[str, type[Record]] = {
    "case_info": CaseInfo, "actor": Actor, "actor_name": ActorName, "role": Role, "source": Source,
    "derivation": Derivation, "capture": Capture, "anchor": Anchor, "claim": Claim, "tag": Tag,
    "claim_tag": ClaimTag, "attribution": Attribution, "hop": Hop, "evidence": Evidence, "relation": Relation,
    "event": Event, "reply": Reply, "saved_search": SavedSearch,
    "merger": Merger, "custody": Custody,
    "member": Member, "policy": Policy, "assignment": Assignment, "comment": Comment, "verdict": Verdict,
    "design": Design,
}  # fmt: skip
# Columns that were added in a later format, and their values in steps that were made before.
ADDED: dict[str, dict[str, Any]] = {
    "capture": {"url": "", "final_url": "", "headers": ""}, "policy": {"submit_first": 0, "needs_reply": 0},
}  # fmt: skip
# The columns that point at another record, and at which kind.
POINTS = {"claim_id": "claim", "other_id": "claim", "answer_claim_id": "claim", "actor_id": "actor",
          "source_id": "source", "origin_id": "source", "tag_id": "tag", "attribution_id": "attribution",
          "anchor_id": "anchor", "capture_id": "capture", "parent_id": "comment"}  # fmt: skip
KIND_OF: dict[type[Record], str] = {record: kind for kind, record in KINDS.items()}

R = TypeVar("R", bound=Record)
Row = dict[str, Any]
_SHAPES = {FuzzyDate: "date", bool: "flag"}
_DATE = ("words", "edtf", "earliest", "latest", "rule", "anchor", "inferred")


@cache
def _shapes(kind: str) -> list[tuple[str, str]]:
    """(field, shape) of every stored field of a kind; shape is date, words, flag or "" for a plain value."""
    record = KINDS[kind]
    hints = get_type_hints(record)
    shapes = []
    for field in fields(record):
        hint = hints[field.name]
        if isinstance(hint, UnionType):
            hint = next(a for a in get_args(hint) if a is not type(None))
        shape = _SHAPES.get(hint, "words" if get_origin(hint) is tuple else "")
        if field.name != "version":
            shapes.append((field.name, shape))
    return shapes


@cache
def columns(kind: str) -> tuple[str, ...]:
    return tuple(
        column
        for name, shape in _shapes(kind)
        for column in ([f"{name}_{part}" for part in _DATE] if shape == "date" else [name])
    )


def clean(text: str) -> str:
    """Text as SQLite can store and find it: no NUL (refused, it hides what follows), no lone surrogate (U+FFFD).

    Raises: Refused for a NUL.
    """
    if "\0" in text:
        raise Refused("The text holds a NUL character, which would hide what follows it. Remove it and save again.")
    return well_formed(text)


def to_row(record: Record) -> Row:
    """The record's columns, `version` left out."""
    row: Row = {}
    for name, shape in _shapes(KIND_OF[type(record)]):
        value = getattr(record, name)
        if shape == "date":
            for part in _DATE:
                row[f"{name}_{part}"] = _plain(getattr(value, part))
        elif shape == "words":
            row[name] = json.dumps([clean(word) for word in value], ensure_ascii=False)
        elif shape == "flag":
            row[name] = int(value)
        else:
            row[name] = _plain(value)
    return row


def _plain(value: Any) -> Any:
    return clean(value) if isinstance(value, str) else int(value) if isinstance(value, bool) else value


def fuzzy(parts: Sequence[Any]) -> FuzzyDate:
    """The date of its seven columns."""
    words, edtf, earliest, latest, rule, anchor, inferred = parts
    return FuzzyDate(words, edtf, earliest, latest, rule, anchor, bool(inferred))


def from_row(record: type[R], row: Row) -> R:
    values: Row = {}
    row = ADDED.get(KIND_OF[record], {}) | row
    for name, shape in _shapes(KIND_OF[record]):
        if shape == "date":
            values[name] = fuzzy([row[f"{name}_{part}"] for part in _DATE])
        elif shape == "words":
            values[name] = tuple(json.loads(row[name]))
        elif shape == "flag":
            values[name] = bool(row[name])
        else:
            values[name] = row[name]
    return record(version=row["version"], **values)
