"""The claims and events of a timeline as they stood after an earlier step."""

from dataclasses import dataclass
from pathlib import Path

from tracker.commands.placing import Plan
from tracker.domain.event import Event
from tracker.domain.query import Query
from tracker.errors import Refused
from tracker.store import history, reading_case
from tracker.store.claims.facts import Facts
from tracker.store.claims.index import Desk
from tracker.store.history import Step
from tracker.store.past import as_of
from tracker.timeline.items import Items


@dataclass(frozen=True, slots=True)
class Past:
    """The case as it stood after a step, as a timeline shows it."""

    step: Step
    items: Items
    claims: dict[int, Facts]
    events: dict[int, Event]


def past(path: Path, step: int, query: Query, *, today: int, place: str, lanes: str, dim: bool = False) -> Past:
    """The claims a query found after that step, or with `dim` all of them with those lit. Opens the file anew, so it
    can run in any thread.

    Raises: Refused where the case has no such step, CaseFileError where it cannot be read.
    """
    with reading_case(path) as store:
        then = as_of(store, step)
        try:
            desk = Desk(then, today)
            lit = desk.select(query)
            found = desk.select() if dim and query else lit
            plan = Plan.read(then, today=today, place=place, lanes=lanes).with_words(found.ids.tolist())
            items = plan.items(found, lit=lit if dim and query else None)
            events = {event.id: event for event in plan.events}
            claims = {told.id: told for told in found}
            made = history.get(store.db, step)
            if made is None:
                raise Refused(f"The case has no step {step}.")
            return Past(made, items, claims, events)
        finally:
            then.close()
