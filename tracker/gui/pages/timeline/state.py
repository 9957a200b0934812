"""The state of the timeline page: which dates, which lanes, today or an earlier step. No widget."""

from tracker.commands import dating
from tracker.commands.placing_past import Past
from tracker.domain.dates import FuzzyDate
from tracker.domain.event import Event
from tracker.gui.session import Session
from tracker.store.claims.facts import Facts
from tracker.timeline.item import Item

_MOST_ORDERED = 400  # lanes in the stored order at most


class TimelineState:
    """`orders` are lane orders set by hand, by the kind of lanes: {"claimant": [key of a lane, …]}; they are
    changed in place. `place` and `lanes` are keys of `placing.PLACES` and `placing.LANES`.
    """

    def __init__(self, session: Session, orders: dict[str, list[str]]) -> None:
        self.session, self.orders = session, orders
        self.place, self.lanes = "said", "claimant"
        self.dims = False  # whether claims that a search does not find stay visible, dimmed
        self.past: Past | None = None  # None: the case as it is
        self._folded: dict[str, set[str]] = {}

    @property
    def order(self) -> list[str]:
        """The keys of the lanes that were ordered by hand, in that order."""
        return self.orders.get(self.lanes, [])

    @property
    def folded(self) -> set[str]:
        """The keys of the lanes and headings that are folded."""
        return self._folded.setdefault(self.lanes, set())

    def fold(self, key: str) -> None:
        """Fold a lane or the group of a heading, or unfold it."""
        self.folded.symmetric_difference_update({key})

    def reorder(self, keys: list[str]) -> None:
        """Store the order of the lanes; lanes hidden by a search stay at their places in it."""
        shown, turn = set(keys), iter(keys)
        order = [next(turn) if key in shown else key for key in self.order]
        self.orders[self.lanes] = [*order, *turn][:_MOST_ORDERED]

    @property
    def editable(self) -> bool:
        return self.past is None and not self.session.store.read_only

    def facts(self, claim_id: int | None) -> Facts | None:
        """A claim in the state shown."""
        known = self.past.claims if self.past is not None else self.session.index.facts
        return known.get(claim_id) if claim_id is not None else None

    def event(self, event_id: int) -> Event | None:
        """An event in the state shown."""
        if self.past is not None:
            return self.past.events.get(event_id)
        return self.session.store.find(Event, event_id)

    def date_of(self, item: Item) -> FuzzyDate | None:
        """The date that places an item; None for a deleted one."""
        if item.kind == "event":
            event = self.event(item.id)
            return event.when if event else None
        facts = self.facts(item.id)
        return dating.placement_date(facts, self.place)[1] if facts else None
