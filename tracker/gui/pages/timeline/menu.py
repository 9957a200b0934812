"""The menus of the timeline: the actions on an item, and the exact meaning of a new date."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from tracker.commands import dating
from tracker.domain.dates import FuzzyDate
from tracker.domain.dates.moving import moved
from tracker.domain.dates.saying import say
from tracker.gui.pages.timeline.state import TimelineState
from tracker.gui.timeline.view import ZOOMS, TimelineView
from tracker.gui.widgets.plain import visible
from tracker.i18n import tr
from tracker.timeline.item import Item

_ZOOM_WORDS = ("a day", "a week", "a month", "a quarter", "a year", "a decade", "a century")


class ChoiceMenu(QMenu):
    """A menu entry: its text, and the function it calls."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._deeds: dict[QAction, Callable[[], object]] = {}
        self.triggered.connect(self._chosen)

    def offer(self, words: str, deed: Callable[[], object]) -> None:
        action = self.addAction(visible(words).replace("&", "&&"))
        self._deeds[action] = deed

    def tell(self, words: str) -> None:
        """Words that cannot be chosen."""
        self.addAction(words).setEnabled(False)

    def _chosen(self, action: QAction) -> None:
        if action in self._deeds:
            self._deeds[action]()


class ItemMenu(ChoiceMenu):
    """The menu of an item (None: of an empty place). Emits `opened` (item), `search_for` (a term), `folded` (key
    of a lane or heading), `unfolded`, `reordered` (keys of all lanes), `redated` (item, "low" or "high", day), `legend`.
    """

    opened = Signal(object)
    search_for = Signal(str)
    folded = Signal(str)
    unfolded = Signal()
    reordered = Signal(list)
    redated = Signal(object, str, int)
    legend = Signal()

    def __init__(self, state: TimelineState, view: TimelineView, item: Item | None, parent: QWidget) -> None:
        super().__init__(parent)
        self._view = view
        if item is not None:
            self._offer_item(item)
            self._offer_lane(item.lane)
            if state.editable:
                self._offer_dates(item)
        if state.folded:
            self.offer(tr("Expand all"), self.unfolded.emit)
            self.addSeparator()
        self.offer(tr("Legend"), self.legend.emit)
        self.offer(tr("Fit all"), view.fit)
        for words, days in zip(_ZOOM_WORDS, ZOOMS.values(), strict=True):
            self.offer(tr("Show {span}", span=tr(words)), partial(view.zoom_to, days))

    def _offer_item(self, item: Item) -> None:
        self.offer(tr("Open"), partial(self.opened.emit, item))
        self.offer(tr("Zoom to it"), partial(self._view.focus_on, item))
        self.addSeparator()

    def _offer_lane(self, lane: int) -> None:
        name = self._view.items.lanes[lane]
        if name.key.startswith("actor:"):
            self.offer(tr("Only what {name} said", name=name.name), partial(self.search_for.emit, f'by:"{name.name}"'))
        self.offer(tr("Collapse this lane"), partial(self.folded.emit, name.key))
        self.offer(tr("Collapse its group"), partial(self.folded.emit, f"group:{name.group}"))
        self.offer(tr("Move this lane up"), partial(self._step, name.key, -1))
        self.offer(tr("Move this lane down"), partial(self._step, name.key, 1))
        self.addSeparator()

    def _step(self, key: str, by: int) -> None:
        self.reordered.emit(self._view.laid_out.lanes.after_stepping(key, by))

    def _offer_dates(self, item: Item) -> None:
        for words, end, known in (
            (tr("Change its first day…"), "low", item.low), (tr("Change its last day…"), "high", item.high)
        ):  # fmt: skip
            day = known if known is not None else item.high or item.low or 0
            self.offer(words, partial(self.redated.emit, item, end, day))
        self.addSeparator()


class DateMenu(ChoiceMenu):
    """Asks which date is meant when the "low" or "high" end of an item is moved, then saves it in one step."""

    def __init__(
        self, state: TimelineState, item: Item, date: FuzzyDate, end: str, day: int, parent: QWidget
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._state, self._item = state, item
        self.setAccessibleName(tr("How precise is the new date?"))
        self.tell(tr("How precise is the new date?"))
        facts = state.facts(item.id) if item.kind == "claim" else None
        shared = dating.moved_together(state.session.index, facts, state.place) if facts else 0
        if shared:
            self.tell(tr("This is the source's date; changing it moves {n} claims.", n=shared))
        self.addSeparator()
        for choice in moved(date, end, day):
            words = say(choice) + (tr(", throughout") if choice.throughout else "")
            self.offer(words, partial(self._redate, choice))
        self.addSeparator()
        self.addAction(tr("Leave unchanged"))

    def _redate(self, date: FuzzyDate) -> None:
        session, item = self._state.session, self._item
        facts = session.index.facts.get(item.id)
        if item.kind == "event":
            session.run(partial(dating.redate_event, session.store, item.id, date))
        elif facts is not None:
            session.run(partial(dating.redate_claim, session.store, facts, self._state.place, date))
