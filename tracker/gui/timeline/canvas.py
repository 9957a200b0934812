"""The picture of a timeline: layout and painting of items for a period, and which item is at a point."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import QLocale, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QScrollBar, QWidget

from tracker.gui import theme
from tracker.gui.theme import Theme
from tracker.gui.timeline.labels import Labels
from tracker.gui.timeline.painting import Painting
from tracker.i18n import tr
from tracker.timeline import scale
from tracker.timeline.item import Item
from tracker.timeline.items import Columns, Items, known_ends
from tracker.timeline.layout import Layout
from tracker.timeline.scale import Scale
from tracker.timeline.scene import PAGE, Band, Box, Cluster, Metrics, Scene, Stop

_EDGE = 5.0  # pixels around an item's end in which it can be dragged
NOTHING = Items.sort(Columns.of([]), [])


class Canvas(QWidget):
    """Items in lanes over time. Emits `moved` whenever another period is in view."""

    moved = Signal()

    def __init__(self, colours: Theme, parent: QWidget, metrics: Metrics = PAGE) -> None:
        super().__init__(parent)
        self.colours, self.metrics, self.large = colours, metrics, metrics is PAGE
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        size = 0.94 if self.large else 0.86
        self.labels = Labels(theme.font(size), theme.font(size, bold=True), metrics.longest_label)
        self.painting = Painting(colours, self.labels, large=self.large)
        self.items = NOTHING
        self.laid_out = Layout(NOTHING, self.labels.words, metrics)
        self.scale = self._home = Scale(738000.0, 1.0)
        self.today = 0
        self.language = "zh" if QLocale().language() == QLocale.Language.Chinese else "en"
        self.editable = True
        self.selected_id: int | None = None
        self.top = 0.0  # pixels the lanes are scrolled down
        self._trail: Sequence[Stop] = ()
        self._order: Sequence[str] = ()
        self._collapsed: Collection[str] = ()
        self._scene: Scene | None = None
        self._untouched = True
        self.scrollbar = QScrollBar(Qt.Orientation.Vertical, self)
        self.scrollbar.hide()
        self.scrollbar.valueChanged.connect(self._scrolled)

    def sizeHint(self) -> QSize:
        return QSize(800, 180)

    # What is shown

    def show_items(
        self, items: Items, today: int, *, order: Sequence[str] = (), collapsed: Collection[str] = ()
    ) -> None:
        """Show items, with a line at the day `today`; `order` and `collapsed` are keys of lanes (`Layout`)."""
        before = self.laid_out
        if items is not self.items:
            self.labels.follow(items)
        self.items, self.today = items, today
        self._order, self._collapsed = order, collapsed
        if self._untouched:
            self._show_span(*items.busy)
        self._home = self._scale_for(*items.busy)
        self._lay_out(before)

    def _lay_out(self, before: Layout | None) -> None:
        self.laid_out = Layout(
            self.items, self.labels.words, self.metrics, order=self._order, collapsed=self._collapsed
        )
        if before is not None and not self._untouched:
            self.laid_out.keep_rows(before)
        self.labels.begin_frame()
        self.laid_out.arrange(self._home, float(self.width()))
        self._fit_scroll()
        self._changed()

    def arrange(self, order: Sequence[str], collapsed: Collection[str]) -> None:
        """Reorder, fold and unfold lanes."""
        self._order, self._collapsed = order, collapsed
        self._lay_out(self.laid_out)

    def show_changed(self, item: Item) -> bool:
        """Show one changed item without sorting all the others again; False when that is not possible."""
        if not self.laid_out.replace(item):
            return False
        self.labels.forget(item.id)
        self._changed()
        return True

    def select(self, item_id: int | None, trail: Sequence[Stop] = ()) -> None:
        """Mark an item, and show its several dates."""
        if item_id != self.selected_id or list(trail) != list(self._trail):
            self.selected_id, self._trail = item_id, trail
            self._scene = None
            self.update()

    def describe(self, words: str) -> None:
        """Announce the selected item to a screen reader."""
        self.setAccessibleDescription(words)

    def scene(self) -> Scene:
        """The scene of the current view, computed once per view."""
        if self._scene is None:
            self.labels.begin_frame()
            self._scene = self.laid_out.scene(
                self.scale, float(self.width()), self.top, float(self.height()), today=self.today,
                selected=self.selected_id, trail=self._trail, language=self.language,
            )  # fmt: skip
        return self._scene

    def hold(self) -> None:
        """Do not move the view when other items are shown next."""
        self._untouched = False

    def fit(self) -> None:
        """Show the whole period that has items, with as many rows as they need at that scale."""
        self._untouched = False
        self._show_span(*self.items.whole)
        self._home = self.scale
        self._lay_out(None)

    def _show_span(self, first: float, last: float) -> None:
        self.scale = self._scale_for(first, last)

    def _scale_for(self, first: float, last: float) -> Scale:
        """The scale that shows these days, with room at the right for the labels of the last ones."""
        if last <= first:
            first, last = self.today - 180.0, self.today + 30.0
        room = self.metrics.longest_label * 0.6
        return scale.fit(first, last, max(50.0, self.width() - self.metrics.gutter - room))

    def zoom_to(self, days: float) -> None:
        """Show that many days around the selected item, or around the middle of the view."""
        view = self.room()
        middle = self.scale.day(view / 2)
        at = self.items.find(self.selected_id)
        if at >= 0:
            start, end = known_ends(self.items.low[at : at + 1], self.items.high[at : at + 1])
            middle = (float(start[0]) + float(end[0]) + 1) / 2
        self.scale = scale.fit(middle - days / 2, middle + days / 2, view)
        self._touched()

    def focus_on(self, item: Item) -> None:
        """Zoom to an item, so that it fills the middle third of the view."""
        low = item.low if item.low is not None else item.high or 0
        high = item.high if item.high is not None else low
        length = max(high - low + 1.0, 10.0)
        middle = (low + high + 1) / 2
        self.show_days(middle - length * 1.5, middle + length * 1.5)

    def show_days(self, first: float, last: float) -> None:
        """Show exactly these days."""
        self.scale = scale.fit(first, last, self.room())
        self._touched()

    def days(self) -> tuple[float, float]:
        """The days at both edges of the view."""
        return self.scale.start, self.scale.day(self.room())

    def day_at(self, x: float) -> float:
        """The day at a place of the widget."""
        return self.scale.day(x - self.metrics.gutter)

    def room(self) -> float:
        """Pixels for the items, beside the gutter."""
        return max(50.0, self.width() - self.metrics.gutter)

    def _touched(self) -> None:
        self._untouched = False
        self._changed()

    def _changed(self) -> None:
        self._scene = None
        self.update()
        self.moved.emit()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            scene = self.scene()
            self.painting.paint(painter, scene, self.top, QRectF(self.rect()), self.selected_id)
            if not len(self.items):
                words = tr("Nothing here has a date yet. Log a claim (Ctrl+N) and say when it was said.")
                place = painter.boundingRect(self.rect(), Qt.AlignmentFlag.AlignCenter, words)
                painter.fillRect(place.adjusted(-8, -4, 8, 4), QColor(self.colours.paper))
                painter.setPen(QColor(self.colours.soft))
                painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)
            self.paint_over(painter)
            if self.hasFocus() and self.large:
                painter.setPen(QPen(QColor(self.colours.accent), 1))
                painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
            if scene.pending:
                self._scene = None
                self.update()

    def paint_over(self, painter: QPainter) -> None:
        """Draw over the items."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = self.scrollbar.sizeHint().width()
        header = int(self.metrics.header)
        self.scrollbar.setGeometry(self.width() - width, header, width, max(0, self.height() - header))
        if self._untouched:
            self._show_span(*self.items.busy)
            self._home = self.scale
            self._lay_out(None)
        else:
            self._fit_scroll()
            self._changed()

    def _fit_scroll(self) -> None:
        over = int(self.laid_out.lanes.height - self.height() + 8)
        self.scrollbar.setVisible(over > 0)
        self.scrollbar.setRange(0, max(0, over))
        self.scrollbar.setPageStep(self.height())
        self.scrollbar.setSingleStep(40)
        self.top = float(self.scrollbar.value())

    def _scrolled(self, value: int) -> None:
        self.top = float(value)
        self._scene = None
        self.update()

    # Moving

    def pan(self, pixels: float) -> None:
        """Move the picture to the right."""
        self.scale = self.scale.panned(pixels)
        self._touched()

    def scroll_by(self, pixels: float) -> None:
        """Move the lanes up."""
        self.scrollbar.setValue(int(self.top + pixels))

    def zoom(self, factor: float, x: float) -> None:
        """Zoom by `factor` around an x position of the widget."""
        self.scale = self.scale.zoomed(factor, max(0.0, x - self.metrics.gutter))
        self._touched()

    def reveal(self) -> None:
        """Bring the selected item into view."""
        at = self.items.find(self.selected_id)
        if at < 0:
            return
        item = self.items.item(at)
        low = item.low if item.low is not None else item.high or 0
        high = item.high if item.high is not None else low
        x = self.scale.x((low + high + 1) / 2)
        if not 20 <= x <= self.room() - 60:
            self.pan(self.room() / 2 - x)
        y = self.laid_out.y_of(at)
        if y is not None and not self.top + self.metrics.header <= y <= self.top + self.height() - 40:
            self.scroll_by(y - self.top - self.height() / 2)

    # Which item is at a point

    def band_at(self, point: QPointF) -> Band | None:
        """The lane or heading at a point of the widget."""
        return None if point.y() < self.metrics.header else self.scene().band(point.y() + self.top)

    def item_at(self, point: QPointF) -> Item | None:
        """The item at a point of the widget."""
        if point.y() < self.metrics.header or point.x() < self.metrics.gutter:
            return None
        return self.scene().hit(point.x(), point.y() + self.top)

    def under(self, point: QPointF) -> Item | Cluster | None:
        """The item at a point of the widget, else the cluster of items too close together to be drawn one by one."""
        found = self.item_at(point)
        if found is None and point.y() >= self.metrics.header and point.x() >= self.metrics.gutter:
            return self.scene().cluster(point.x(), point.y() + self.top)
        return found

    def end_at(self, point: QPointF) -> tuple[Box, str] | None:
        """The end of the selected item under the pointer, which can be dragged to another day."""
        box = self.scene().box_of(self.selected_id) if self.editable else None
        y = point.y() + self.top
        if box is None or not box.y <= y <= box.y + box.height or not self.large:
            return None
        for end, x, known in (("low", box.x, box.item.low), ("high", box.x + box.width, box.item.high)):
            if known is not None and abs(point.x() - x) <= _EDGE:
                return box, end
        return None
