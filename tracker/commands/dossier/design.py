"""The design of a dossier: its chosen claims, and designs stored in the case."""

from dataclasses import replace

from tracker.domain.design import ORDERS, PARTS, PROFILES, Design
from tracker.domain.ids import new_id
from tracker.domain.query import Query
from tracker.errors import Refused
from tracker.exporters.words import LANGUAGES
from tracker.store import Store
from tracker.store.claims.index import ClaimIndex, Selection


def chosen(index: ClaimIndex, design: Design) -> Selection:
    """The claims of a design: those it names, or those that match its query; raises Refused for a number that does not exist."""
    if not design.numbers:
        return index.select(Query.parse(design.query))
    ids = {facts.claim.label: facts.id for facts in index.numbered(design.numbers)}
    missing = [label for label in design.numbers if label not in ids]
    if missing:
        raise Refused(f"There is no claim {missing[0]} in this case.")
    return index.among([ids[label] for label in design.numbers])


def validate_design(design: Design) -> None:
    """Raise Refused for a profile, order, language or part that does not exist."""
    for what, value, allowed in (
        ("profile", design.profile, PROFILES), ("order", design.order, ORDERS), ("language", design.language, LANGUAGES),
        *(("part", part, PARTS) for part in design.without),
    ):  # fmt: skip
        if value not in allowed:
            raise Refused(f"There is no {what} “{value}”. Choose from {', '.join(allowed)}.")


def save_design(store: Store, design: Design) -> Design:
    """Store a design under its name, replacing one of the same name.

    Raises: Refused without a name and for an invalid design.
    """
    if not design.name.strip():
        raise Refused("A design needs a name.")
    validate_design(design)
    stored = next(iter(store.all(Design, name=design.name.strip())), None)
    with store.step("Keep the design of a dossier"):
        if stored is not None:
            return store.put(replace(design, id=stored.id, version=stored.version, name=stored.name))
        return store.put(replace(design, id=new_id(), version=0, name=design.name.strip()))


def remove_design(store: Store, design_id: int) -> None:
    """Remove a stored design.

    Raises: NotFound when it is gone.
    """
    with store.step("Remove the design of a dossier"):
        store.remove(store.get(Design, design_id))


def designs(store: Store) -> list[Design]:
    return sorted(store.all(Design), key=lambda design: design.name.casefold())
