"""The timeline page: lanes over time, what has no date beside it, all of time beneath."""

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QSizePolicy, QVBoxLayout, QWidget

from tracker.commands import picture
from tracker.domain.dates import iso
from tracker.domain.dates.saying import say_with_words
from tracker.domain.event import Event
from tracker.gui.session import Session
from tracker.gui.theme import Theme
from tracker.gui.widgets.plain import button, column, label, row, visible
from tracker.gui.widgets.rows import Row, RowList
from tracker.gui.widgets.timeline import Overview, TimelineView
from tracker.i18n import tr, trn
from tracker.timeline.items import Item

_ROOM_FOR_ZOOMS = 980  # pixels of the page
_ZOOMS = {"Fit": 0.0, "Year": 400.0, "Month": 40.0, "Week": 12.0}


class TimelinePage(QWidget):
    """Wishes: `open_claim` (claim id), `open_event` (event id), `export_picture`."""

    open_claim = Signal(object)
    open_event = Signal(object)

    def __init__(self, session: Session, colours: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.session, self.colours = session, colours
        self.place, self.lanes = "said", "claimant"
        self.view = TimelineView(colours, self)
        self.overview = Overview(colours, self, 58)
        self.card = _Card(self)
        self.undated = RowList(colours, self, height=44, name=tr("Undated"))
        self.undated.setFixedWidth(216)
        self._tray_title = label("", self, role="heading", scale=0.86, medium=True)
        self._tray_title.setContentsMargins(14, 8, 0, 6)
        self._tray = QWidget(self)
        self._tray.setObjectName("inspector")
        self._tray.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        tray = column(self._tray)
        tray.addWidget(self._tray_title)
        tray.addWidget(self.undated, 1)
        middle = row(self.view, self._tray, spacing=0, stretch=0)
        layout = column(self)
        layout.addWidget(self._toolbar())
        layout.addLayout(middle, 1)
        layout.addWidget(self.overview)
        self.view.selected.connect(self._chosen)
        self.view.opened.connect(self._opened)
        self.view.hovered.connect(self._hovered)
        self.view.moved.connect(self._moved)
        self.overview.brushed.connect(self.view.show_days)
        self.undated.chosen.connect(self._undated_chosen)
        self.undated.opened.connect(self._undated_opened)
        self.refresh()

    def refresh(self) -> None:
        items = picture.items(self.session.store, self.session.found, place=self.place, lanes=self.lanes)
        self.view.show_items(items, picture.links(self.session.store), self.session.desk.today)
        self.overview.show_items(items, self.view.days())
        rows = [Row(item.id, item.label, item.lane, item.glyph, item.fill) for item in items if not item.dated]
        self.undated.show_rows(rows, self.session.claim_id)
        self._tray.setVisible(bool(rows))
        self._tray_title.setText(tr("Undated ({n})", n=len(rows)).upper())
        self.show_selection()

    def show_selection(self) -> None:
        self.view.select(self.session.claim_id)
        self.undated.set_current(self.session.claim_id)

    def status(self) -> str:
        """What the status line says of this page."""
        claims = sum(item.kind == "claim" and item.dated for item in self.view.items)
        events = sum(item.kind == "event" and item.dated for item in self.view.items)
        undated = sum(not item.dated for item in self.view.items)
        return " · ".join(
            [trn("{n} claim", "{n} claims", claims), trn("{n} event", "{n} events", events),
             tr("{n} undated", n=undated)]
        )  # fmt: skip

    def _toolbar(self) -> QWidget:
        bar = QWidget(self)
        bar.setObjectName("toolbar")
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        bar.setFixedHeight(44)
        bar.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        places = self._segments(bar, picture.PLACES, self.place, self._set_place)
        lanes = self._segments(bar, picture.LANES, self.lanes, self._set_lanes)
        zooms: list[QWidget] = []
        for words in _ZOOMS:
            zoom = button(tr(words), bar, role="segment")
            zoom.setProperty("zoom", words)
            zoom.clicked.connect(self._zoom)
            zooms.append(zoom)
        self._zoom_buttons = zooms
        line = row(label(tr("Place by"), bar), spacing=8)
        line.addLayout(row(*places, spacing=0))
        line.addWidget(label(tr("Lanes"), bar))
        line.addLayout(row(*lanes, spacing=0))
        line.addStretch(1)
        line.addLayout(row(*zooms, spacing=0))
        line.setContentsMargins(14, 0, 14, 0)
        bar.setLayout(line)
        return bar

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for zoom in self._zoom_buttons:  # wheel, keys and menu do the same where there is no room
            zoom.setVisible(self.width() >= _ROOM_FOR_ZOOMS)

    def _segments(self, bar: QWidget, options: dict[str, str], chosen: str, handler: object) -> list[QWidget]:
        group = QButtonGroup(bar)
        made: list[QWidget] = []
        for key, words in options.items():
            segment = button(tr(words), bar, role="segment")
            segment.setCheckable(True)
            segment.setChecked(key == chosen)
            segment.setProperty("key", key)
            group.addButton(segment)
            made.append(segment)
        group.buttonClicked.connect(handler)
        return made

    def _set_place(self, pressed: QWidget) -> None:
        self.place = str(pressed.property("key"))
        self.refresh()

    def _set_lanes(self, pressed: QWidget) -> None:
        self.lanes = str(pressed.property("key"))
        self.refresh()

    def _zoom(self) -> None:
        days = _ZOOMS[self.sender().property("zoom")]
        if days:
            self.view.zoom_to(days)
        else:
            self.view.fit()
        self.view.setFocus()

    def _chosen(self, item: Item) -> None:
        if item.kind == "claim":
            self.session.select(item.id)

    def _opened(self, item: Item) -> None:
        if item.kind == "claim":
            self.session.select(item.id)
            self.open_claim.emit(item.id)
        else:
            self.open_event.emit(item.id)

    def _undated_chosen(self, item_id: object) -> None:
        if item_id in self.session.desk.facts:
            self.session.select(item_id)

    def _undated_opened(self, item_id: object) -> None:
        wish = self.open_claim if item_id in self.session.desk.facts else self.open_event
        wish.emit(item_id)

    def _moved(self) -> None:
        self.overview.show_view(self.view.days())
        self.card.hide()

    def _hovered(self, item: Item | None, at: QPointF) -> None:
        if item is None:
            self.card.hide()
            return
        self.card.show_lines(*self._lines(item))
        corner = self.view.mapTo(self, at.toPoint())
        x = min(corner.x() + 14, self.width() - self.card.width() - 8)
        y = corner.y() + 18
        if y + self.card.height() > self.height() - 8:
            y = corner.y() - self.card.height() - 12
        self.card.move(x, y)
        self.card.show()
        self.card.raise_()

    def _lines(self, item: Item) -> tuple[str, list[str]]:
        if item.kind == "event":
            event = self.session.store.find(Event, item.id)
            return item.label, [say_with_words(event.when), *_bounds(item)] if event else []
        facts = self.session.desk.facts.get(item.id)
        if facts is None:
            return item.label, []
        date = picture.date_of(facts, self.place)
        stance = tr("{a} supports · {b} refutes", a=facts.supports, b=facts.refutes)
        kept = tr("link only") if facts.link_only else ""
        origin = tr("single origin") if facts.origins.count == 1 else ""
        words = say_with_words(date)
        extra = " · ".join(filter(None, (stance, origin, kept)))
        return item.label, [f"{self.place} {words}", *_bounds(item), extra]


def _bounds(item: Item) -> list[str]:
    low = iso(item.low) if item.low is not None else tr("open")
    high = iso(item.high) if item.high is not None else tr("open")
    return [] if low == high else [tr("earliest {low} · latest {high}", low=low, high=high)]


class _Card(QFrame):
    """The card that hovers over the timeline."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("floating")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFixedWidth(304)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(13, 9, 13, 10)
        layout.setSpacing(2)
        self._title = label("", self, medium=True, wrap=True)
        self._lines = label("", self, role="soft", scale=0.92, wrap=True)
        layout.addWidget(self._title)
        layout.addWidget(self._lines)
        self.hide()

    def show_lines(self, title: str, lines: list[str]) -> None:
        self._title.setText(visible(title if len(title) < 120 else title[:117] + "…"))
        self._lines.setText(visible("\n".join(filter(None, lines))))
        layout = self.layout()
        if layout is not None:
            self.setFixedHeight(layout.heightForWidth(304))
