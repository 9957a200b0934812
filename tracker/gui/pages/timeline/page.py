"""The timeline page: lanes over time, items without a date beside them, the overview beneath."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from tracker.commands import dating, placing_past
from tracker.domain.dates import iso
from tracker.domain.dates.saying import say_with_words
from tracker.gui.page import Page
from tracker.gui.pages.timeline.hover import HoverCard
from tracker.gui.pages.timeline.menu import DateMenu, ItemMenu
from tracker.gui.pages.timeline.past import PastBar
from tracker.gui.pages.timeline.placement import Placement
from tracker.gui.pages.timeline.state import TimelineState
from tracker.gui.pages.timeline.toolbar import ROOM_FOR_WORDS, Toolbar
from tracker.gui.timeline.legend import Legend
from tracker.gui.timeline.overview import Overview
from tracker.gui.timeline.view import TimelineView
from tracker.gui.widgets.plain import column, label, row
from tracker.gui.widgets.rows import Row, RowList
from tracker.gui.workbench import Workbench
from tracker.i18n import tr, trn
from tracker.store import StepApplied
from tracker.timeline.density import Sums
from tracker.timeline.item import EVENT, TINTS, Item
from tracker.timeline.items import Items


class TimelinePage(Page):
    """`orders` are lane orders set by hand, by the kind of lanes; `arranged` is emitted when they changed, `shown` when
    the items are on the screen.
    """

    key, button = "timeline", "export-picture"
    shows_found = True

    open_claim = Signal(object)
    open_event = Signal(object)
    search_for = Signal(str)
    arranged = Signal()
    shown = Signal()

    def __init__(self, workbench: Workbench, parent: QWidget) -> None:
        super().__init__(workbench, parent)
        session, colours = self.session, self.colours
        self.workbench, self._case = workbench, session.store.case.uid
        self.open_claim.connect(workbench.open_claim)
        self.open_event.connect(self._open_event)
        self.search_for.connect(workbench.narrow)
        self.arranged.connect(self._keep_lanes)
        self.shown.connect(workbench.changed)
        self.state = TimelineState(session, workbench.remembered.lanes(self._case))
        self.placement = Placement(self.state, self)
        self.toolbar = Toolbar(self.state.place, self.state.lanes, self)
        self.past_bar = PastBar(self.state, self)
        self.view = TimelineView(colours, self)
        self.overview = Overview(colours, self, 58)
        self.card = HoverCard(self.state, self.view, self)
        self.legend = Legend(session, colours, self.view.painting, self)
        self.undated = RowList(colours, self, height=44, name=tr("Undated"))
        layout = column(self)
        layout.addWidget(self.toolbar)
        layout.addWidget(self.past_bar)
        layout.addLayout(row(self.view, self._build_tray(), spacing=0, stretch=0), 1)
        layout.addWidget(self.overview)
        self._connect()

    def _build_tray(self) -> QWidget:
        """What has no date, at the right."""
        self._tray_title = label("", self, role="heading", scale=0.86, medium=True)
        self._tray_title.setContentsMargins(14, 8, 0, 6)
        self._tray = QWidget(self)
        self._tray.setObjectName("inspector")
        self._tray.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        tray = column(self._tray)
        tray.addWidget(self._tray_title)
        tray.addWidget(self.undated, 1)
        return self._tray

    def _connect(self) -> None:
        self.toolbar.placed.connect(self._set_place)
        self.toolbar.laned.connect(self._set_lanes)
        self.toolbar.dimmed.connect(self._set_dims)
        self.toolbar.zoomed.connect(self._zoom)
        self.toolbar.legend.connect(self._toggle_legend)
        self.toolbar.history.connect(self._set_history)
        self.placement.placed.connect(self._show)
        self.past_bar.closed.connect(self._back_to_today)
        self.past_bar.read.connect(self._show_past)
        self.view.selected.connect(self._chosen)
        self.view.opened.connect(self._opened)
        self.view.moved.connect(self._moved)
        self.view.spanned.connect(self._spanned)
        self.view.redated.connect(self._redated)
        self.view.folded.connect(self._fold)
        self.view.reordered.connect(self._reorder)
        self.view.menu_wanted.connect(self._menu)
        self.overview.brushed.connect(self.view.show_days)
        self.undated.chosen.connect(self._undated_chosen)
        self.undated.opened.connect(self._undated_opened)

    # What the window asks

    @property
    def place(self) -> str:
        """Which date places a claim: a key of `placing.PLACES`."""
        return self.state.place

    @property
    def lanes(self) -> str:
        """What the lanes are: a key of `placing.LANES`."""
        return self.state.lanes

    @property
    def orders(self) -> dict[str, list[str]]:
        return self.state.orders

    @property
    def order(self) -> list[str]:
        """The keys of the lanes that were ordered by hand, in that order."""
        return self.state.order

    @property
    def past_step(self) -> int | None:
        """The step after which the case is shown, None for today."""
        return self.state.past.step.n if self.state.past is not None else None

    def status(self) -> str:
        """The text of the status line for this page."""
        items = self.view.items
        events = int(((items.flags & EVENT) > 0).sum())
        counts = [
            trn("{n} claim", "{n} claims", len(items) - events), trn("{n} event", "{n} events", events),
            tr("{n} undated", n=f"{items.undated_count:,}"),
        ]  # fmt: skip
        hands = tr("wheel: zoom · drag: pan · arrows: next · Enter: open · F: fit · F1: all keys")
        return f"{' · '.join(counts)}      {hands}"

    # What is shown

    def refresh(self, step: StepApplied | None = None) -> None:
        """Show the claims the session found, or the chosen earlier state."""
        if step is not None:
            self.follow(step)
            return
        if self.state.past is not None or self.past_bar.isVisible():
            self.placement.cancel()
            self.past_bar.follow()
            return
        self.toolbar.dim.setVisible(bool(self.session.query))
        if not self.placement.renew():
            self.show_selection()

    def give_focus(self) -> None:
        self.view.setFocus()

    def cancel(self) -> None:
        """Cancel running placements and reads: the case is about to close."""
        self.placement.cancel()
        self.past_bar.cancel()

    def follow(self, applied: StepApplied) -> None:
        """Show a step: a single edited claim is moved, anything else causes a new layout."""
        lanes = self.view.items.lanes
        item = self.placement.changed_item(applied, lanes) if self.state.past is None else None
        if item is not None and self.view.show_changed(item):
            self.placement.keep(applied)
        else:
            self.refresh()

    def _show(self, items: Items, sums: Sums) -> None:
        self.view.editable = self.state.editable
        self.view.show_items(items, self.session.index.today, order=self.state.order, collapsed=self.state.folded)
        self.overview.show_sums(sums, self.view.days())
        rows = [self._row(item, lane) for item, lane in items.undated]
        self.undated.show_rows(rows, self.session.claim_id)
        self._tray.setVisible(bool(rows))
        self._tray_title.setText(tr("Undated ({n})", n=f"{items.undated_count:,}").upper())
        self.show_selection()
        self.shown.emit()

    def _row(self, item: Item, lane: str) -> Row:
        tint = TINTS[item.tint]
        return Row(item.id, self.view.items.label(item.id)[0], lane, tint.glyph, tint.fill)

    def _open_event(self, event_id: int) -> None:
        self.workbench.open_record("events", event_id)

    def _keep_lanes(self) -> None:
        self.workbench.remembered.keep_lanes(self._case, self.orders)

    def show_selection(self) -> None:
        facts = self.state.facts(self.session.claim_id)
        store = self.session.store
        self.view.select(self.session.claim_id, dating.dates_of(store, facts) if facts is not None else [])
        if facts is not None:
            date = dating.placement_date(facts, self.place)[1]
            verdict = store.verdicts[facts.claim.verdict].label
            self.view.describe(f"{facts.claim.statement}. {verdict}. {say_with_words(date) or tr('undated')}")
        self.undated.set_current(self.session.claim_id)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.toolbar.fit(self.width())
        self._tray.setFixedWidth(216 if self.width() >= ROOM_FOR_WORDS else 150)
        self._place_legend()

    # What the toolbar asks

    def _set_place(self, place: str) -> None:
        self.state.place = place
        self._replace_all()

    def _set_lanes(self, lanes: str) -> None:
        self.state.lanes = lanes
        self._replace_all()

    def _set_dims(self, dims: bool) -> None:
        self.state.dims = dims
        self._replace_all()

    def _replace_all(self) -> None:
        if self.state.past is not None:
            self.past_bar.look()
        else:
            self.refresh()

    def _zoom(self, days: float) -> None:
        if days:
            self.view.zoom_to(days)
        else:
            self.view.fit()
        self.view.setFocus()

    def _toggle_legend(self) -> None:
        self.legend.setVisible(not self.legend.isVisible())
        self._place_legend()
        self.legend.raise_()

    def _place_legend(self) -> None:
        self.legend.move(self.width() - self.legend.width() - 14, 52)

    # The case as it was

    def _set_history(self, on: bool) -> None:
        self.past_bar.setVisible(on)
        self.view.hold()
        if on:
            self.placement.cancel()
            self.past_bar.follow()
            self.past_bar.slider.setFocus()
        else:
            self.past_bar.cancel()
            self.state.past = None
            self.placement.forget()
            self.toolbar.show_step(None)
            self.refresh()

    def _back_to_today(self) -> None:
        self.toolbar.as_of.setChecked(False)
        self.view.setFocus()

    def _show_past(self, past: placing_past.Past, sums: Sums) -> None:
        self.state.past = past
        self.toolbar.show_step(past.step.n)
        self._show(past.items, sums)

    # What the view asks

    def _chosen(self, item: Item) -> None:
        if item.kind == "claim" and item.id in self.session.index.facts:
            self.session.select(item.id)
        elif item.kind == "event":
            event = self.state.event(item.id)
            self.view.describe(f"{event.title}. {say_with_words(event.when)}" if event else "")

    def _opened(self, item: Item) -> None:
        if item.kind == "claim":
            self.session.select(item.id)
            self.open_claim.emit(item.id)
        else:
            self.open_event.emit(item.id)

    def _undated_chosen(self, item_id: object) -> None:
        if isinstance(item_id, int) and item_id in self.session.index.facts:
            self.session.select(item_id)

    def _undated_opened(self, item_id: object) -> None:
        request = self.open_claim if item_id in self.session.index.facts else self.open_event
        request.emit(item_id)

    def _moved(self) -> None:
        self.overview.show_view(self.view.days())

    def _spanned(self, first: float, last: float) -> None:
        """Add a period as a term to the search."""
        self.search_for.emit(f"{self.place}:{iso(int(first))}..{iso(int(last))}")

    def _fold(self, key: str) -> None:
        self.state.fold(key)
        self._arrange()

    def _unfold_all(self) -> None:
        self.state.folded.clear()
        self._arrange()

    def _reorder(self, keys: list[str]) -> None:
        self.state.reorder(keys)
        self.arranged.emit()
        self._arrange()

    def _arrange(self) -> None:
        self.view.arrange(self.state.order, self.state.folded)

    def _menu(self, item: Item | None, at: QPoint) -> None:
        menu = ItemMenu(self.state, self.view, item, self)
        menu.opened.connect(self._opened)
        menu.search_for.connect(self.search_for)
        menu.folded.connect(self._fold)
        menu.unfolded.connect(self._unfold_all)
        menu.reordered.connect(self._reorder)
        menu.redated.connect(self._redated)
        menu.legend.connect(self._toggle_legend)
        menu.popup(at)

    def _redated(self, item: Item, end: str, day: int) -> None:
        date = self.state.date_of(item)
        if date is not None and self.view.editable:
            DateMenu(self.state, item, date, end, day, self).popup(self.cursor().pos())
