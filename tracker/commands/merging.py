"""Two records that are one: what belongs to the second goes to the first, in one step that one undo takes back.

Nothing is lost: quotes, evidence, replies, captures and names move; the history of both is shown from then on, and the
second one's number or name still leads to the first (`Merger`).
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

# The fields that are compared side by side; of each the first record's stands unless the second's is taken.
FIELDS: dict[type[Record], tuple[str, ...]] = {
    Claim: ("statement", "kinds", "about", "due", "value", "unit", "as_of", "verdict"),
    Actor: ("name", "kind", "pseudonym", "description"),
    Source: ("title", "kind", "authors", "publisher", "url", "language", "published", "reliability", "text"),
}


def differences(first: Record, second: Record) -> list[str]:
    """The names of the fields in which two records of a kind differ."""
    return [name for name in FIELDS[type(first)] if getattr(first, name) != getattr(second, name)]


def usual(first: Record, second: Record) -> list[str]:
    """The fields that are better taken from the second: those the first leaves empty."""
    return [name for name in differences(first, second) if not _says(getattr(first, name))]


def _says(value: Any) -> bool:
    return bool(getattr(value, "words", value) or getattr(value, "edtf", ""))


def merge_claims(store: Store, kept_id: int, gone_id: int, take: Collection[str] = ()) -> Claim:
    """Merge the second claim into the first; `take` names the fields whose value is taken from the second one.

    Raises: Refused for one and the same, and for a field that there is not; NotFound when one is gone.
    """
    kept, gone = _two(store, Claim, kept_id, gone_id)
    with store.step(f"Merge {gone.label} into {kept.label}"):
        merged = store.put(_joined(kept, gone, take, gone.label))
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
        _close(store, "claim", kept_id, gone, gone.label)
    return merged


def merge_actors(store: Store, kept_id: int, gone_id: int, take: Collection[str] = ()) -> Actor:
    """Merge the second actor into the first, which keeps all names of both; protected if one of them is.

    Raises: Refused for one and the same, and for a field that there is not; NotFound when one is gone.
    """
    kept, gone = _two(store, Actor, kept_id, gone_id)
    with store.step(f"Merge {gone.name} into {kept.name}"):
        joined = _joined(kept, gone, take, gone.name)
        protected = kept.protected or gone.protected
        pseudonym = joined.pseudonym or kept.pseudonym or gone.pseudonym
        merged = store.put(replace(joined, protected=protected, pseudonym=pseudonym))
        for record in (Attribution, Hop, Event, Reply, Role, ActorName):
            _move_all(store, record, "actor_id", gone_id, kept_id, alike=record in (Role, ActorName))
        names = {other.name for other in store.all(ActorName, actor_id=kept_id)}
        for name in dict.fromkeys((kept.name, gone.name)):
            if name not in {*names, merged.name}:
                store.put(ActorName(actor_id=kept_id, name=name))
        _close(store, "actor", kept_id, gone, gone.name)
    return merged


def merge_sources(store: Store, kept_id: int, gone_id: int, take: Collection[str] = ()) -> Source:
    """Merge the second source into the first; refused where words that are quoted would be found in the text no more.

    Raises: Refused when quotes would be lost, for one and the same, and for a field that there is not; NotFound when
    one is gone.
    """
    kept, gone = _two(store, Source, kept_id, gone_id)
    joined = _joined(kept, gone, take, gone.title)
    anchors = [_placed(anchor, joined.text) for anchor in store.among(Anchor, "source_id", [kept_id, gone_id])]
    if lost := [anchor for anchor, found in anchors if not found]:
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
        _close(store, "source", kept_id, gone, gone.title)
    return merged


def _two(store: Store, kind: type[R], kept_id: int, gone_id: int) -> tuple[R, R]:
    if kept_id == gone_id:
        raise Refused("Both are already the same record.")
    return store.get(kind, kept_id), store.get(kind, gone_id)


def _joined(kept: R, gone: R, take: Collection[str], name: str) -> R:
    """The first record with what is taken from the second; the notes of both."""
    if odd := sorted(set(take) - set(FIELDS[type(kept)])):
        raise Refused(f"There is no “{odd[0]}” to take; choose from {', '.join(FIELDS[type(kept)])}.")
    changed: dict[str, Any] = {field: getattr(gone, field) for field in take}
    ours, theirs = getattr(kept, "note", ""), getattr(gone, "note", "")
    if theirs and fold(theirs) not in fold(ours):
        changed["note"] = f"{ours}\n\n{name}: {theirs}".strip() if ours else theirs
    if isinstance(kept, Claim) and kept.statement != getattr(gone, "statement", ""):
        other = kept.statement if "statement" in take else getattr(gone, "statement", "")
        changed["note"] = f"{changed.get('note', ours)}\n\nAlso logged as: {other}".strip()
    return replace(kept, **changed)


def _move_all(
    store: Store, kind: type[Record], column: str, gone_id: int, kept_id: int, *, alike: bool = False
) -> None:
    """Give what points at the second record to the first; of what is `alike` in all it says, one is enough."""
    standing = [_content(store, record, column) for record in store.all(kind, **{column: kept_id})] if alike else []
    for record in store.all(kind, **{column: gone_id}):
        if alike and _content(store, record, column) in standing and not _holds_more(store, record):
            _remove(store, record)
        else:
            store.put(replace(record, **{column: kept_id}))


def _content(store: Store, record: Record, column: str) -> list[Any]:
    """All that a record says, the words it points at included."""
    anchor = store.find(Anchor, getattr(record, "anchor_id", None))
    names = [field.name for field in fields(record) if field.name not in ("id", "version", "anchor_id", column)]
    return [*(getattr(record, name) for name in names), anchor.exact if anchor is not None else ""]


def _holds_more(store: Store, record: Record) -> bool:
    return isinstance(record, Attribution) and bool(store.all(Hop, attribution_id=record.id))


def _remove(store: Store, record: Record) -> None:
    store.remove(record)
    anchor = store.find(Anchor, getattr(record, "anchor_id", None))
    if anchor is not None:
        store.remove(anchor)


def _move_links(store: Store, kind: type[Record], ends: tuple[str, str], gone_id: int, kept_id: int) -> None:
    """Links between two records: none from the record to itself, none twice."""
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
    found = place(anchor, text)
    if found.state not in ("exact", "moved"):
        return anchor, False
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return replace(
        anchor, start=found.start, end=found.end, prefix=text[max(0, found.start - CONTEXT) : found.start],
        suffix=text[found.end : found.end + CONTEXT], text_sha256=sha256,
    ), True  # fmt: skip


def _close(store: Store, kind: str, kept_id: int, gone: Record, name: str) -> None:
    store.put(Merger(kind=kind, kept_id=kept_id, gone_id=gone.id, gone_name=name))
    store.remove(store.get(type(gone), gone.id))


def comes_along(store: Store, record: Record) -> Iterable[tuple[str, int]]:
    """(what, how many) that belongs to a record and would move with it."""
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
