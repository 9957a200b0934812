"""How a dossier is to look: chosen claims, and designs kept in the case."""

from dataclasses import replace

from tracker.domain.design import ORDERS, PARTS, PROFILES, Design
from tracker.domain.ids import new_id
from tracker.domain.query import Query
from tracker.errors import Refused
from tracker.exporters.words import LANGUAGES
from tracker.store import Store
from tracker.store.claims.index import ClaimIndex, Selection


def chosen(index: ClaimIndex, design: Design) -> Selection:
    """The claims of a design: those it names, or what its query finds; raises Refused for a number that there is not."""
    if not design.numbers:
        return index.select(Query.parse(design.query))
    ids = {facts.claim.label: facts.id for facts in index.numbered(design.numbers)}
    missing = [label for label in design.numbers if label not in ids]
    if missing:
        raise Refused(f"There is no claim {missing[0]} in this case.")
    return index.among([ids[label] for label in design.numbers])


def validate_design(design: Design) -> None:
    """Raise Refused for a profile, order, language or part that there is not."""
    for what, value, known in (
        ("profile", design.profile, PROFILES), ("order", design.order, ORDERS), ("language", design.language, LANGUAGES),
        *(("part", part, PARTS) for part in design.without),
    ):  # fmt: skip
        if value not in known:
            raise Refused(f"There is no {what} “{value}”. Choose from {', '.join(known)}.")


def save_design(store: Store, design: Design) -> Design:
    """Keep a design under its name, in the place of one that has it.

    Raises: Refused without a name and for a design that is none.
    """
    if not design.name.strip():
        raise Refused("A design needs a name.")
    validate_design(design)
    kept = next(iter(store.all(Design, name=design.name.strip())), None)
    with store.step("Keep the design of a dossier"):
        if kept is not None:
            return store.put(replace(design, id=kept.id, version=kept.version, name=kept.name))
        return store.put(replace(design, id=new_id(), version=0, name=design.name.strip()))


def remove_design(store: Store, design_id: int) -> None:
    """Keep a design no longer.

    Raises: NotFound when it is gone.
    """
    with store.step("Remove the design of a dossier"):
        store.remove(store.get(Design, design_id))


def designs(store: Store) -> list[Design]:
    return sorted(store.all(Design), key=lambda design: design.name.casefold())
