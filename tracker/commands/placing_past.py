"""The claims and events of a timeline as of an earlier step."""

from dataclasses import dataclass
from pathlib import Path

from tracker.commands.placing import TimelineBuilder
from tracker.domain.event import Event
from tracker.domain.query import Query
from tracker.errors import Refused
from tracker.store import history, reading_case
from tracker.store.claims.facts import Facts
from tracker.store.claims.index import ClaimIndex
from tracker.store.history import Step
from tracker.store.past import as_of
from tracker.timeline.items import Items


@dataclass(frozen=True, slots=True)
class Past:
    """The case as of a step, for the timeline."""

    step: Step
    items: Items
    claims: dict[int, Facts]
    events: dict[int, Event]


def past(path: Path, step: int, query: Query, *, today: int, place: str, lanes: str, dim: bool = False) -> Past:
    """The claims that matched a query after that step, or with `dim` all of them with those highlighted. Opens the file again, so it
    can run in any thread.

    Raises: Refused where the case has no such step, CaseFileError where it cannot be read.
    """
    with reading_case(path) as store:
        then = as_of(store, step)
        try:
            index = ClaimIndex(then, today)
            lit = index.select(query)
            claims_shown = index.select() if dim and query else lit
            plan = TimelineBuilder.read(then, today=today, place=place, lanes=lanes).with_words(
                claims_shown.ids.tolist()
            )
            items = plan.items(claims_shown, lit=lit if dim and query else None)
            events = {event.id: event for event in plan.events}
            claims = {facts.id: facts for facts in claims_shown}
            shown_step = history.get(store.db, step)
            if shown_step is None:
                raise Refused(f"The case has no step {step}.")
            return Past(shown_step, items, claims, events)
        finally:
            then.close()
