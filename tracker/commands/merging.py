"""Merging two records into one: what belongs to the second is moved to the first, in one step that one undo reverts.

Nothing is lost: quotes, evidence, replies, captures and names are moved; the history of both is shown from then on, and
the second one's number or name still finds the first (`Merger`).
"""

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import fields, replace
from typing import Any, TypeVar

from tracker.domain.actor import Actor, ActorName, Role
from tracker.domain.anchor import CONTEXT, Anchor, place
from tracker.domain.attribution import Attribution, Hop
from tracker.domain.claim import Claim, ClaimTag
from tracker.domain.event import Event
from tracker.domain.evidence import Evidence
from tracker.domain.merger import Merger
from tracker.domain.newsroom import Assignment, Comment
from tracker.domain.records import Record
from tracker.domain.relation import Relation
from tracker.domain.reply import Reply
from tracker.domain.source import Capture, Derivation, Source
from tracker.errors import Refused
from tracker.store import Store
from tracker.store.search import fold

R = TypeVar("R", bound=Record)

# The fields that are compared side by side; the first record's value is used unless the second's is chosen.
FIELDS: dict[type[Record], tuple[str, ...]] = {
    Claim: ("statement", "kinds", "about", "due", "value", "unit", "as_of", "verdict"),
    Actor: ("name", "kind", "pseudonym", "description"),
    Source: ("title", "kind", "authors", "publisher", "url", "language", "published", "reliability", "text"),
}


def differences(first: Record, second: Record) -> list[str]:
    """The names of the fields in which two records of a kind differ."""
    return [name for name in FIELDS[type(first)] if getattr(first, name) != getattr(second, name)]


def usual(first: Record, second: Record) -> list[str]:
    """The fields usually taken from the second record: those that are empty in the first."""
    return [name for name in differences(first, second) if not _has_content(getattr(first, name))]


def _has_content(value: Any) -> bool:
    return bool(getattr(value, "words", value) or getattr(value, "edtf", ""))


def merge_claims(store: Store, kept_id: int, gone_id: int, take: Collection[str] = ()) -> Claim:
    """Merge the second claim into the first; `take` names the fields that are taken from the second one.

    Raises: Refused for the same record twice, and for an unknown field; NotFound when one is gone.
    """
    first, second = _two(store, Claim, kept_id, gone_id)
    with store.step(f"Merge {second.label} into {first.label}"):
        merged = store.put(_joined(first, second, take, second.label))
        for kind in (Attribution, Evidence):
            _move_all(store, kind, "claim_id", gone_id, kept_id, alike=True)
        for record in (Reply, ClaimTag):
            _move_all(store, record, "claim_id", gone_id, kept_id, alike=record is ClaimTag)
        _move_all(store, Reply, "answer_claim_id", gone_id, kept_id)
        _move_all(store, Comment, "claim_id", gone_id, kept_id)
        if store.all(Assignment, claim_id=kept_id):
            for assignment in store.all(Assignment, claim_id=gone_id):
                store.remove(assignment)
        _move_all(store, Assignment, "claim_id", gone_id, kept_id)
        _move_links(store, Relation, ("claim_id", "other_id"), gone_id, kept_id)
        _close(store, "claim", kept_id, second, second.label)
    return merged


def merge_actors(store: Store, kept_id: int, gone_id: int, take: Collection[str] = ()) -> Actor:
    """Merge the second actor into the first, which keeps all names of both; protected if one of them is.

    Raises: Refused for the same record twice, and for an unknown field; NotFound when one is gone.
    """
    first, second = _two(store, Actor, kept_id, gone_id)
    with store.step(f"Merge {second.name} into {first.name}"):
        joined = _joined(first, second, take, second.name)
        protected = first.protected or second.protected
        pseudonym = joined.pseudonym or first.pseudonym or second.pseudonym
        merged = store.put(replace(joined, protected=protected, pseudonym=pseudonym))
        for record in (Attribution, Hop, Event, Reply, Role, ActorName):
            _move_all(store, record, "actor_id", gone_id, kept_id, alike=record in (Role, ActorName))
        names = {other.name for other in store.all(ActorName, actor_id=kept_id)}
        for name in dict.fromkeys((first.name, second.name)):
            if name not in {*names, merged.name}:
                store.put(ActorName(actor_id=kept_id, name=name))
        _close(store, "actor", kept_id, second, second.name)
    return merged


def merge_sources(store: Store, kept_id: int, gone_id: int, take: Collection[str] = ()) -> Source:
    """Merge the second source into the first; refused where quoted words would no longer be found in the text.

    Raises: Refused when quotes would be lost, for the same record twice, and for an unknown field; NotFound when
    one is gone.
    """
    first, second = _two(store, Source, kept_id, gone_id)
    joined = _joined(first, second, take, second.title)
    anchors = [_placed(anchor, joined.text) for anchor in store.among(Anchor, "source_id", [kept_id, gone_id])]
    if lost := [anchor for anchor, in_text in anchors if not in_text]:
        raise Refused(
            f"“{lost[0].exact[:60]}” is quoted and does not occur in the text that would be kept. Mark one source as "
            "derived from the other instead, or keep the other text."
        )
    with store.step("Merge sources"):
        merged = store.put(joined)
        for anchor, _ in anchors:
            store.put(replace(anchor, source_id=kept_id))
        for record in (Attribution, Evidence, Hop, Event, Capture):
            _move_all(store, record, "source_id", gone_id, kept_id)
        _move_links(store, Derivation, ("source_id", "origin_id"), gone_id, kept_id)
        _close(store, "source", kept_id, second, second.title)
    return merged


def _two(store: Store, kind: type[R], kept_id: int, gone_id: int) -> tuple[R, R]:
    if kept_id == gone_id:
        raise Refused("Both are already the same record.")
    return store.get(kind, kept_id), store.get(kind, gone_id)


def _joined(first: R, second: R, take: Collection[str], name: str) -> R:
    """The first record with the chosen fields of the second, and the notes of both."""
    if odd := sorted(set(take) - set(FIELDS[type(first)])):
        raise Refused(f"There is no “{odd[0]}” to take; choose from {', '.join(FIELDS[type(first)])}.")
    changed: dict[str, Any] = {field: getattr(second, field) for field in take}
    ours, theirs = getattr(first, "note", ""), getattr(second, "note", "")
    if theirs and fold(theirs) not in fold(ours):
        changed["note"] = f"{ours}\n\n{name}: {theirs}".strip() if ours else theirs
    if isinstance(first, Claim) and first.statement != getattr(second, "statement", ""):
        other = first.statement if "statement" in take else getattr(second, "statement", "")
        changed["note"] = f"{changed.get('note', ours)}\n\nAlso logged as: {other}".strip()
    return replace(first, **changed)


def _move_all(
    store: Store, kind: type[Record], column: str, gone_id: int, kept_id: int, *, alike: bool = False
) -> None:
    """Move the records that point at the second record to the first; with `alike`, those with the same content as one
    of the first's are removed instead.
    """
    existing = [_content(store, record, column) for record in store.all(kind, **{column: kept_id})] if alike else []
    for record in store.all(kind, **{column: gone_id}):
        if alike and _content(store, record, column) in existing and not _has_relay(store, record):
            _remove(store, record)
        else:
            store.put(replace(record, **{column: kept_id}))


def _content(store: Store, record: Record, column: str) -> list[Any]:
    """The content of a record, the quoted words of its anchor included."""
    anchor = store.find(Anchor, getattr(record, "anchor_id", None))
    names = [field.name for field in fields(record) if field.name not in ("id", "version", "anchor_id", column)]
    return [*(getattr(record, name) for name in names), anchor.exact if anchor is not None else ""]


def _has_relay(store: Store, record: Record) -> bool:
    return isinstance(record, Attribution) and bool(store.all(Hop, attribution_id=record.id))


def _remove(store: Store, record: Record) -> None:
    store.remove(record)
    anchor = store.find(Anchor, getattr(record, "anchor_id", None))
    if anchor is not None:
        store.remove(anchor)


def _move_links(store: Store, kind: type[Record], ends: tuple[str, str], gone_id: int, kept_id: int) -> None:
    """Move links between two records, leaving out links of the record with itself and duplicates."""
    links = [link for end in ends for link in store.all(kind, **{end: gone_id})]
    for link in {link.id: link for link in links}.values():
        moved = replace(link, **{end: kept_id for end in ends if getattr(link, end) == gone_id})
        first, second = (getattr(moved, end) for end in ends)
        same = [other for other in store.all(kind, **{ends[0]: first, ends[1]: second}) if other.id != link.id]
        if first == second or any(getattr(other, "kind", "") == getattr(link, "kind", "") for other in same):
            store.remove(link)
        else:
            store.put(moved)


def _placed(anchor: Anchor, text: str) -> tuple[Anchor, bool]:
    """The anchor located in a text, and whether its words were found."""
    location = place(anchor, text)
    if location.state not in ("exact", "moved"):
        return anchor, False
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return replace(
        anchor, start=location.start, end=location.end, prefix=text[max(0, location.start - CONTEXT) : location.start],
        suffix=text[location.end : location.end + CONTEXT], text_sha256=sha256,
    ), True  # fmt: skip


def _close(store: Store, kind: str, kept_id: int, removed: Record, name: str) -> None:
    store.put(Merger(kind=kind, kept_id=kept_id, gone_id=removed.id, gone_name=name))
    store.remove(store.get(type(removed), removed.id))


def comes_along(store: Store, record: Record) -> Iterable[tuple[str, int]]:
    """(kind in words, count) of the records that belong to a record and would move with it."""
    columns: dict[type[Record], tuple[str, tuple[tuple[str, type[Record]], ...]]] = {
        Claim: ("claim_id", (("attributions", Attribution), ("evidence", Evidence), ("relations", Relation),
                             ("reply requests", Reply), ("tags", ClaimTag))),
        Actor: ("actor_id", (("attributions", Attribution), ("other names", ActorName), ("roles", Role),
                             ("events", Event), ("reply requests", Reply))),
        Source: ("source_id", (("attributions", Attribution), ("evidence", Evidence), ("captures", Capture),
                               ("quotes", Anchor), ("events", Event))),
    }  # fmt: skip
    column, kinds = columns[type(record)]
    return [(words, count) for words, kind in kinds if (count := len(store.all(kind, **{column: record.id})))]
