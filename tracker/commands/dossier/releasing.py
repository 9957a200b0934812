"""The check before release: what is included, what is left out, and protected names in free text."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from tracker.commands import redaction
from tracker.commands.dossier.design import validate_design
from tracker.commands.dossier.tree import assemble
from tracker.domain.design import Design
from tracker.exporters.dossier import ClaimEntry, Dossier, SourceEntry
from tracker.exporters.words import Words
from tracker.store import Store
from tracker.store.claims.index import ClaimIndex, Selection

_PICTURE = "timeline picture"


@dataclass(frozen=True, slots=True)
class Release:
    """A dossier before it is written: what is included and left out, in sentences, and where a protected name occurs in
    free text without an answer yet.
    """

    dossier: Dossier
    included: tuple[str, ...]
    left_out: tuple[str, ...]
    leaks: tuple[redaction.NameLeak, ...]


def build(
    store: Store,
    index: ClaimIndex,
    claims: Selection,
    design: Design | None = None,
    answers: Mapping[str, str] | None = None,
) -> Dossier:
    """The dossier of some claims in a design. Raises Leak with every place where a protected name occurs in free
    text, unless the place has an answer (`redaction.ANSWERS`); Refused for an invalid design.

    It describes the case as of its effective step, so that the same case gives the same bytes on any day.
    """
    checked = release(store, index, claims, design or Design(id=0), answers or {})
    redaction.require_none(checked.leaks)
    return checked.dossier


def release(store: Store, index: ClaimIndex, claims: Selection, design: Design, answers: Mapping[str, str]) -> Release:
    """The dossier with what has to be checked before it is released; raises Refused for an invalid design."""
    validate_design(design)
    dossier, pictured = assemble(store, index, claims, design)
    if answers:
        dossier, withheld, replaced = _resolved(dossier, pictured, store, answers)
        w, notes = Words(design.language), []
        if replaced:
            notes.append(w.many(replaced, "a name replaced in {n} text, in [ ]", "names replaced in {n} texts, in [ ]"))
        if withheld:
            notes.append(w.many(withheld, "{n} text withheld", "{n} texts withheld"))
        dossier = replace(dossier, left_out=(*dossier.left_out, *notes))
    return Release(dossier, _included(dossier), dossier.left_out, _leaks(store, dossier, pictured))


def _leaks(store: Store, dossier: Dossier, pictured: str) -> tuple[redaction.NameLeak, ...]:
    """Every place of a dossier where a protected name occurs; of the picture, the names of its lanes in full."""
    texts = [*_texts(dossier, ""), *([(_PICTURE, pictured)] if dossier.picture else [])]
    return tuple(redaction.leaks(store, texts))


def _included(dossier: Dossier) -> tuple[str, ...]:
    """What a dossier contains, in numbers."""
    counts = [
        (len(dossier.claims), "claim"), (sum(bool(s.quote) for c in dossier.claims for s in c.said_by), "quote"),
        (sum(len(c.evidence) for c in dossier.claims), "piece of evidence"), (len(dossier.sources), "source"),
        (sum(len(c.replies) for c in dossier.claims), "reply request"),
        (sum(len(c.decisions) for c in dossier.claims), "decision of the review"),
        (sum(bool(c.note) for c in dossier.claims), "internal note"),
    ]  # fmt: skip
    many = {"piece of evidence": "pieces of evidence", "decision of the review": "decisions of the review"}
    return tuple(f"{n:,} {word if n == 1 else many.get(word, f'{word}s')}" for n, word in counts if n)


def _texts(value: object, where: str) -> Iterator[tuple[str, str]]:
    """Every text of the tree with words for its place."""
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item, where)
    elif is_dataclass(value):
        for field in fields(value):
            if field.name != "picture":
                yield from _texts(getattr(value, field.name), _inner(value, field.name, where))


def _inner(value: object, name: str, where: str) -> str:
    """Words for the place of a field."""
    own = getattr(value, "label", "") if isinstance(value, ClaimEntry) else ""
    own = own or (f"source [{value.number}]" if isinstance(value, SourceEntry) else "")
    return " · ".join(filter(None, (own or where, name.replace("_", " "))))


def _resolved(dossier: Dossier, pictured: str, store: Store, answers: Mapping[str, str]) -> tuple[Dossier, int, int]:
    """(the tree with each leak replaced or withheld as answered, texts withheld, texts in which a name was replaced)."""
    withheld = replaced = 0
    instead, hidden = redaction.Replacing(store), Words(dossier.language)("[withheld]")

    def resolved(value: Any) -> Any:
        nonlocal withheld, replaced
        if isinstance(value, str):
            answer = answers.get(redaction.key_of(value), "") if instead.names_anyone(value) else ""
            if answer == "pseudonym" and (with_pseudonyms := instead.text(value)) is not None:
                replaced += 1
                return with_pseudonyms
            withheld += answer != ""
            return hidden if answer else value
        if isinstance(value, tuple):
            return tuple(map(resolved, value))
        if is_dataclass(value) and not isinstance(value, type):
            inner = {field.name: getattr(value, field.name) for field in fields(value) if field.name != "picture"}
            return replace(value, **{name: resolved(field_value) for name, field_value in inner.items()})
        return value

    if answers.get(redaction.key_of(pictured)) and instead.names_anyone(pictured):
        dossier, withheld = replace(dossier, picture=""), withheld + 1
    finished: Dossier = resolved(dossier)
    return finished, withheld, replaced
