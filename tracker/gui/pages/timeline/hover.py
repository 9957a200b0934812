"""The card over the timeline that describes the item under the pointer."""

from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QWidget

from tracker.commands import cards
from tracker.gui.pages.timeline.state import TimelineState
from tracker.gui.timeline.card import Card
from tracker.gui.timeline.view import TimelineView
from tracker.timeline.item import Item
from tracker.timeline.scene import Cluster


class HoverCard(Card):
    """Follows the pointer over a view that shows a state."""

    def __init__(self, state: TimelineState, view: TimelineView, parent: QWidget) -> None:
        super().__init__(parent)
        self._state, self._view, self._page = state, view, parent
        view.hovered.connect(self._hovered)
        view.moved.connect(self.hide)

    def _hovered(self, under: Item | Cluster | None, at: QPointF) -> None:
        if under is None:
            self.hide()
            return
        corner = self._view.mapTo(self._page, at.toPoint())
        if isinstance(under, Cluster):
            self.show_at(corner, *cards.crowd_card(self._view.items, under))
        else:
            self.show_at(corner, self._view.items.label(under.id)[0], self._card_lines(under))

    def _card_lines(self, item: Item) -> list[str]:
        state, session = self._state, self._state.session
        if item.kind == "event":
            event = state.event(item.id)
            return cards.event_lines(event, item) if event else []
        facts = state.facts(item.id)
        return cards.claim_lines(session.store, facts, item, state.place, session.index.today) if facts else []
