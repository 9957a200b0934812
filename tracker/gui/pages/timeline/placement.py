"""Converts the claims found to timeline items; in a thread when they are many, so that the window never freezes."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from tracker.commands import placing
from tracker.gui.pages.timeline.state import TimelineState
from tracker.gui.tasks import Task
from tracker.store import StepApplied
from tracker.store.claims.index import Selection
from tracker.timeline import density
from tracker.timeline.density import Sums
from tracker.timeline.item import Item, LaneName
from tracker.timeline.items import Items

AT_ONCE = 3_000  # claims; more are placed in a thread
# Steps that change only these fields cannot change the lanes or the links between items.
_SMALL = frozenset({"claim", "attribution", "evidence", "hop", "reply", "anchor"})


class Placement(QObject):
    """Emits `placed` (Items, Sums) when there are new items to show."""

    placed = Signal(object, object)

    def __init__(self, state: TimelineState, parent: QObject) -> None:
        super().__init__(parent)
        self._state, self._session = state, state.session
        self._task: Task | None = None
        self._plan: placing.TimelineBuilder | None = None
        self._planned: tuple[object, ...] = ()
        self._showing: tuple[object, ...] = ()
        self._many = False

    def renew(self) -> bool:
        """Place the claims found; False where they are placed already, or are being placed."""
        session, state = self._session, self._state
        dim = state.dims and bool(session.query)
        wanted = (session.store.last_step.n, session.query, state.place, state.lanes, dim)
        if wanted == self._showing:
            return False
        self.cancel()
        self._showing = wanted
        claims, lit = (session.index.select(), session.found) if dim else (session.found, None)
        plan = self._read_plan()
        self._many = len(claims) > AT_ONCE
        if not self._many:
            self._take(_placed(plan.with_words(claims.ids.tolist()), claims, lit))
            return True

        def work() -> tuple[Items, Sums]:
            return _placed(plan, claims, lit)

        self._task = Task(work, self)
        self._task.done.connect(self._take)
        self._task.failed.connect(session.failed)
        self._task.start()
        return True

    def _read_plan(self) -> placing.TimelineBuilder:
        """The inputs of placing, read again only after a step or another choice of lanes or dates, not after a search."""
        session, state = self._session, self._state
        wanted = (session.store.last_step.n, state.place, state.lanes)
        if self._plan is None or wanted != self._planned:
            self._planned = wanted
            self._plan = placing.TimelineBuilder.read(
                session.store, today=session.index.today, place=state.place, lanes=state.lanes
            )
        return self._plan

    def _take(self, answer: tuple[Items, Sums]) -> None:
        self._task = None
        self.placed.emit(*answer)

    def cancel(self) -> None:
        """Give up what is being placed."""
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def forget(self) -> None:
        """Forget the placement, because something else is on the screen: the next call of `renew` places everything."""
        self._showing = ()

    def changed_item(self, applied: StepApplied, lanes: Sequence[LaneName]) -> Item | None:
        """The item of the only claim that a step changed, with its new lane among `lanes`; None where all items
        must be placed again, also while a placement without this step is running.
        """
        index, plan, found = self._session.index, self._plan, self._session.found
        small = len(applied.claims) == 1 and not applied.kinds - _SMALL
        if not small or plan is None or self._task is not None or not self._many:
            return None
        (claim_id,) = applied.claims
        if not found.holds(claim_id):
            return None
        selection = Selection(index, index.positions([claim_id]))
        key = plan.naming.keys(selection)[0][0].key
        plan.words.pop(claim_id, None)
        lane = next((n for n, name in enumerate(lanes) if name.key == key), -1)
        return plan.item(selection, lane) if lane >= 0 else None

    def keep(self, applied: StepApplied) -> None:
        """What is shown has followed a step."""
        self._showing = (applied.step.n, *self._showing[1:])


def _placed(plan: placing.TimelineBuilder, claims: Selection, lit: Selection | None) -> tuple[Items, Sums]:
    items = plan.items(claims, lit=lit)
    return items, density.sums(items)
