"""The timeline: a Scene painted, dragged, zoomed and walked through; page and strip are the same widget."""

from collections.abc import Collection, Sequence
from time import monotonic

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QLocale, QPoint, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QGestureEvent, QPinchGesture, QScrollBar, QWidget

from tracker.domain.dates import iso
from tracker.gui import theme
from tracker.gui.theme import Theme
from tracker.gui.timeline.labels import Labels
from tracker.gui.timeline.painting import Painting
from tracker.i18n import tr
from tracker.timeline import scale
from tracker.timeline.items import NO_HIGH, NO_LOW, Columns, Item, Items, known_ends
from tracker.timeline.layout import Layout
from tracker.timeline.scale import Scale
from tracker.timeline.scene import PAGE, Band, Box, Cluster, Metrics, Scene, Stop

# Keys 1 to 7 show a day, a week, a month, a quarter, a year, a decade, a century.
ZOOMS = {
    Qt.Key.Key_1: 1.0, Qt.Key.Key_2: 7.0, Qt.Key.Key_3: 31.0, Qt.Key.Key_4: 92.0, Qt.Key.Key_5: 366.0,
    Qt.Key.Key_6: 3653.0, Qt.Key.Key_7: 36525.0,
}  # fmt: skip
_EDGE = 5.0  # pixels around an item's end that take hold of it
_FRICTION = 0.92  # of the speed that is left after a sixtieth of a second
NOTHING = Items.sort(Columns.of([]), [])


class TimelineView(QWidget):
    """Items in lanes over time.

    `selected` (item) on click and keys, `opened` (item) on Enter, `hovered` (item, cluster or None) under the pointer,
    `moved` whenever another part of time is in view, `spanned` (first day, last day) after a shift-drag, `redated`
    (item, "low" or "high", day) when an end was dragged, `folded` (key) for a click on a heading, `reordered` (lane
    keys) when a lane was dragged, `asked` (item or None, global position) for the menu.
    """

    selected = Signal(object)
    opened = Signal(object)
    hovered = Signal(object, QPointF)
    moved = Signal()
    spanned = Signal(float, float)
    redated = Signal(object, str, int)
    folded = Signal(str)
    reordered = Signal(list)
    asked = Signal(object, QPoint)

    def __init__(self, colours: Theme, parent: QWidget, metrics: Metrics = PAGE) -> None:
        super().__init__(parent)
        large = metrics is PAGE
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.grabGesture(Qt.GestureType.PinchGesture)
        self.setAccessibleName(tr("Timeline"))
        self.colours, self.metrics = colours, metrics
        self.labels = Labels(
            theme.font(0.94 if large else 0.86), theme.font(0.94 if large else 0.86, bold=True), metrics.longest_label
        )
        self.painting = Painting(colours, self.labels, large=large)
        self.items = NOTHING
        self.laid_out = Layout(NOTHING, self.labels.words, metrics)
        self.scale = self._home = Scale(738000.0, 1.0)
        self.today = 0
        self.language = "zh" if QLocale().language() == QLocale.Language.Chinese else "en"
        self.editable = True
        self.selected_id: int | None = None
        self._trail: Sequence[Stop] = ()
        self._order: Sequence[str] = ()
        self._collapsed: Collection[str] = ()
        self._scene: Scene | None = None
        self._top = 0.0
        self._untouched = True
        self._hand: _Hand | None = None
        self._speed = 0.0
        self._kinetic = QTimer(self)
        self._kinetic.setInterval(16)
        self._kinetic.timeout.connect(self._glide)
        self.scrollbar = QScrollBar(Qt.Orientation.Vertical, self)
        self.scrollbar.hide()
        self.scrollbar.valueChanged.connect(self._scrolled)

    def sizeHint(self) -> QSize:
        return QSize(800, 180)

    # What is shown

    def show_items(
        self, items: Items, today: int, *, order: Sequence[str] = (),
        collapsed: Collection[str] = (),
    ) -> None:  # fmt: skip
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
            self.items, self.labels.words, self.metrics, order=self._order,
            collapsed=self._collapsed,
        )  # fmt: skip
        if before is not None and not self._untouched:
            self.laid_out.keep_rows(before)
        self.labels.begin_frame()
        self.laid_out.arrange(self._home, float(self.width()))
        self._fit_scroll()
        self._changed()

    def arrange(self, order: Sequence[str], collapsed: Collection[str]) -> None:
        """Put lanes in another order, fold and unfold them."""
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
        """Tell a screen reader what is selected."""
        self.setAccessibleDescription(words)

    def scene(self) -> Scene:
        """The scene of the present view, computed once for it."""
        if self._scene is None:
            self.labels.begin_frame()
            self._scene = self.laid_out.scene(
                self.scale, float(self.width()), self._top, float(self.height()), today=self.today,
                selected=self.selected_id, trail=self._trail, language=self.language,
            )  # fmt: skip
        return self._scene

    def hold(self) -> None:
        """Stay where the view is, whatever is shown next."""
        self._untouched = False

    def fit(self) -> None:
        """Show all of time that holds anything, with as many rows as it needs from so far."""
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
        view = self._view()
        middle = self.scale.day(view / 2)
        at = self.items.find(self.selected_id)
        if at >= 0:
            start, end = known_ends(self.items.low[at : at + 1], self.items.high[at : at + 1])
            middle = (float(start[0]) + float(end[0]) + 1) / 2
        self.scale = scale.fit(middle - days / 2, middle + days / 2, view)
        self._touched()

    def focus_on(self, item: Item) -> None:
        """Zoom to an item: it takes the middle third of the view."""
        low = item.low if item.low is not None else item.high or 0
        high = item.high if item.high is not None else low
        length = max(high - low + 1.0, 10.0)
        middle = (low + high + 1) / 2
        self.show_days(middle - length * 1.5, middle + length * 1.5)

    def show_days(self, first: float, last: float) -> None:
        """Show exactly these days."""
        self.scale = scale.fit(first, last, self._view())
        self._touched()

    def days(self) -> tuple[float, float]:
        return self.scale.start, self.scale.day(self._view())

    def _view(self) -> float:
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
        painter = QPainter(self)
        scene = self.scene()
        self.painting.paint(painter, scene, self._top, QRectF(self.rect()), self.selected_id)
        if not len(self.items):
            words = tr("Nothing here has a date yet. Log a claim (Ctrl+N) and say when it was said.")
            place = painter.boundingRect(self.rect(), Qt.AlignmentFlag.AlignCenter, words)
            painter.fillRect(place.adjusted(-8, -4, 8, 4), QColor(self.colours.paper))
            painter.setPen(QColor(self.colours.soft))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)
        if self._hand is not None:
            self._paint_hand(painter, self._hand)
        if self.hasFocus() and self.metrics is PAGE:
            painter.setPen(QPen(QColor(self.colours.accent), 1))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        if scene.pending:
            self._scene = None
            self.update()

    def _paint_hand(self, painter: QPainter, hand: "_Hand") -> None:
        """What is being drawn with the mouse: a span, an end on its way, a lane on its way."""
        accent = QColor(self.colours.accent)
        if hand.does == "span":
            left, right = sorted((hand.start.x(), hand.at.x()))
            shade = QColor(accent)
            shade.setAlphaF(0.14)
            painter.fillRect(QRectF(left, self.metrics.header, right - left, self.height()), shade)
            first, last = self._span_days(hand)
            self._paint_tag(painter, QPointF(right + 6, hand.at.y()), f"{iso(first)} … {iso(last)}")
        elif hand.does == "end":
            painter.setPen(QPen(accent, 1.5, Qt.PenStyle.DashLine))
            x = hand.at.x()
            painter.drawLine(QPointF(x, self.metrics.header), QPointF(x, self.height()))
            self._paint_tag(painter, QPointF(x + 6, hand.at.y()), iso(self._end_day(hand)))
        elif hand.does == "lane":
            target = self.scene().band(hand.at.y() + self._top)
            if target is not None:
                painter.setPen(QPen(accent, 2))
                y = target.y - self._top
                painter.drawLine(QPointF(0, y), QPointF(self.metrics.gutter, y))

    def _paint_tag(self, painter: QPainter, at: QPointF, text: str) -> None:
        painter.setFont(theme.font(0.9))
        width = painter.fontMetrics().horizontalAdvance(text) + 12
        box = QRectF(min(at.x(), self.width() - width - 4), max(at.y() - 26, self.metrics.header), width, 20)
        painter.fillRect(box, QColor(self.colours.paper))
        painter.setPen(QColor(self.colours.ink))
        painter.drawRect(box)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    # Hands

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
        self._top = float(self.scrollbar.value())

    def _scrolled(self, value: int) -> None:
        self._top = float(value)
        self._scene = None
        self.update()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
                self._zoom(1.0 + event.value(), event.position().x())
            return True
        if isinstance(event, QGestureEvent):
            pinch = event.gesture(Qt.GestureType.PinchGesture)
            if isinstance(pinch, QPinchGesture):
                self._zoom(pinch.scaleFactor(), self.mapFromGlobal(pinch.hotSpot()).x())
            return True
        return super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._kinetic.stop()
        delta = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier or (not delta.y() and delta.x()):
            self._pan((delta.x() or delta.y()) * 0.6)
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier or event.position().x() < self.metrics.gutter:
            self._scroll(-delta.y() * 0.5)
        else:
            self._zoom(1.0015 ** delta.y(), event.position().x())
        event.accept()

    def _zoom(self, factor: float, x: float) -> None:
        self.scale = self.scale.zoomed(factor, max(0.0, x - self.metrics.gutter))
        self._touched()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._kinetic.stop()
        if event.button() != Qt.MouseButton.LeftButton:
            return
        point = event.position()
        self.hovered.emit(None, point)
        hand = _Hand(point)
        end = self._end_at(point)
        if point.x() < self.metrics.gutter:
            band = self._band_at(point)
            hand.does, hand.band = ("gutter", band) if band is not None else ("", None)
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            hand.does = "span"
        elif end is not None:
            hand.does, hand.box, hand.end = "end", *end
        self._hand = hand

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point, hand = event.position(), self._hand
        if hand is None:
            self._point_at(point)
            return
        step = point - hand.at
        hand.moved = hand.moved or (point - hand.start).manhattanLength() > 4
        if not hand.moved:
            return
        if hand.does == "gutter" and hand.band is not None and not hand.band.heading:
            hand.does = "lane"
        if hand.does == "":
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            now = monotonic()
            self._speed = 0.6 * self._speed + 0.4 * step.x() / max(now - hand.time, 0.004)
            hand.time = now
            self._pan(step.x())
            self._scroll(-step.y())
        hand.at = point
        if hand.does:
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        hand, self._hand = self._hand, None
        self.unsetCursor()
        self.update()
        if hand is None:
            return
        if not hand.moved:
            self._clicked(hand)
        elif hand.does == "span":
            first, last = self._span_days(hand)
            self.spanned.emit(first, last)
        elif hand.does == "end" and hand.box is not None:
            self.redated.emit(hand.box.item, hand.end, self._end_day(hand))
        elif hand.does == "lane" and hand.band is not None:
            target = self._band_at(event.position())
            if target is None or target.key != hand.band.key:
                self.reordered.emit(self.laid_out.lanes.after_moving(hand.band.key, target.key if target else ""))
        elif hand.does == "" and monotonic() - hand.time < 0.08 and abs(self._speed) > 120:
            self._kinetic.start()

    def _clicked(self, hand: "_Hand") -> None:
        if hand.does == "gutter" and hand.band is not None:
            self.folded.emit(hand.band.key)
            return
        item = self._at(hand.start)
        if item is not None:
            self._choose(item)

    def _glide(self) -> None:
        self._pan(self._speed / 60)
        self._speed *= _FRICTION
        if abs(self._speed) < 20:
            self._kinetic.stop()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        point = event.position()
        if point.x() < self.metrics.gutter or point.y() < self.metrics.header:
            return
        found = self._at(point)
        if found is not None:
            self._choose(found)
            self.focus_on(found)
        else:
            self._zoom(3.0, point.x())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            self.asked.emit(self._at(QPointF(event.pos())), event.globalPos())
            return
        box = self.scene().box_of(self.selected_id)
        where = QPoint(int(box.x), int(box.y + box.height - self._top)) if box is not None else self.rect().center()
        self.asked.emit(box.item if box is not None else None, self.mapToGlobal(where))

    def _point_at(self, point: QPointF) -> None:
        end = self._end_at(point)
        if end is not None:
            self.setCursor(Qt.CursorShape.SizeHorCursor)
        elif point.x() < self.metrics.gutter and self._band_at(point) is not None:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        else:
            self.unsetCursor()
        self.hovered.emit(self._under(point), point)

    def leaveEvent(self, event: QEvent) -> None:
        self.hovered.emit(None, QPointF())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            super().keyPressEvent(event)
        elif key == Qt.Key.Key_Escape and self._hand is not None:
            self._hand = None
            self.unsetCursor()
            self.update()
        elif key in (Qt.Key.Key_Right, Qt.Key.Key_Left):
            self._walk(1 if key == Qt.Key.Key_Right else -1)
        elif key == Qt.Key.Key_F:
            self.fit()
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            self._zoom(1 / 1.4 if key == Qt.Key.Key_Minus else 1.4, self.metrics.gutter + self._view() / 2)
        elif key in ZOOMS:
            self.zoom_to(ZOOMS[key])
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self._pan(self._view() * (0.8 if key == Qt.Key.Key_PageUp else -0.8))
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._scroll(40.0 if key == Qt.Key.Key_Down else -40.0)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._go(self._far(-1 if key == Qt.Key.Key_Home else 1))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and (at := self.items.find(self.selected_id)) >= 0:
            self.opened.emit(self.items.item(at))
        else:
            super().keyPressEvent(event)

    # What lies where

    def _band_at(self, point: QPointF) -> Band | None:
        return None if point.y() < self.metrics.header else self.scene().band(point.y() + self._top)

    def _at(self, point: QPointF) -> Item | None:
        if point.y() < self.metrics.header or point.x() < self.metrics.gutter:
            return None
        return self.scene().hit(point.x(), point.y() + self._top)

    def _under(self, point: QPointF) -> Item | Cluster | None:
        found = self._at(point)
        if found is None and point.y() >= self.metrics.header and point.x() >= self.metrics.gutter:
            return self.scene().cluster(point.x(), point.y() + self._top)
        return found

    def _end_at(self, point: QPointF) -> tuple[Box, str] | None:
        """The selected item's end under the pointer, to be dragged to another day."""
        box = self.scene().box_of(self.selected_id) if self.editable else None
        y = point.y() + self._top
        if box is None or not box.y <= y <= box.y + box.height or self.metrics is not PAGE:
            return None
        for end, x, known in (("low", box.x, box.item.low), ("high", box.x + box.width, box.item.high)):
            if known is not None and abs(point.x() - x) <= _EDGE:
                return box, end
        return None

    def _end_day(self, hand: "_Hand") -> int:
        """The day an end is dragged to: as many days from where it was as the pointer is from where it began."""
        item = hand.box.item if hand.box is not None else None
        known = 0 if item is None else (item.low if hand.end == "low" else item.high) or 0
        return known + round((hand.at.x() - hand.start.x()) / self.scale.px_per_day)

    def _span_days(self, hand: "_Hand") -> tuple[int, int]:
        first, last = sorted(self.scale.day(x - self.metrics.gutter) for x in (hand.start.x(), hand.at.x()))
        return int(first // 1), int(last // 1)

    # Walking

    def _choose(self, item: Item) -> None:
        if item.id != self.selected_id:
            self.select(item.id)
        self.selected.emit(item)

    def _far(self, way: int) -> int:
        """The position of the first or last item in time, -1 for none."""
        starts = self._walked()
        inside = (starts > NO_LOW) & (starts < NO_HIGH)
        if not inside.any():
            return -1
        if way < 0:
            return int(np.argmin(starts))
        return len(starts) - 1 - int(np.argmax(np.where(inside, starts, NO_LOW)[::-1]))

    def _next(self, way: int) -> int:
        """The position of the item that begins next before or after the selected one; those of one day in their order."""
        at = self.items.find(self.selected_id)
        if at < 0:
            return self._far(-way)
        starts = self._walked()
        here = known_ends(self.items.low[at : at + 1], self.items.high[at : at + 1])[0][0]
        places = np.flatnonzero(starts == here)
        beside = places[places > at] if way > 0 else places[places < at][::-1]
        if len(beside):
            return int(beside[0])
        if way > 0:
            later = np.where(starts > here, starts, NO_HIGH)
            return int(np.argmin(later)) if later.min(initial=NO_HIGH) < NO_HIGH else at
        earlier = np.where(starts < here, starts, NO_LOW)
        return len(starts) - 1 - int(np.argmax(earlier[::-1])) if earlier.max(initial=NO_LOW) > NO_LOW else at

    def _walked(self) -> NDArray[np.int32]:
        """The first days of all items; of those in folded lanes a day that is never reached."""
        starts = known_ends(self.items.low, self.items.high)[0]
        shown = np.array(
            [self.laid_out.lanes.top_of(lane) is not None for lane in range(len(self.items.lanes))], np.bool_
        )
        return starts if shown.all() else np.where(shown[self.items.lane], starts, NO_HIGH)

    def _walk(self, way: int) -> None:
        self._go(self._next(way))

    def _go(self, at: int) -> None:
        if at >= 0:
            self._choose(self.items.item(at))
            self.reveal()

    def reveal(self) -> None:
        """Bring the selected item into view."""
        at = self.items.find(self.selected_id)
        if at < 0:
            return
        item = self.items.item(at)
        low = item.low if item.low is not None else item.high or 0
        high = item.high if item.high is not None else low
        x = self.scale.x((low + high + 1) / 2)
        if not 20 <= x <= self._view() - 60:
            self._pan(self._view() / 2 - x)
        y = self.laid_out.y_of(at)
        if y is not None and not self._top + self.metrics.header <= y <= self._top + self.height() - 40:
            self._scroll(y - self._top - self.height() / 2)

    def _pan(self, pixels: float) -> None:
        self.scale = self.scale.panned(pixels)
        self._touched()

    def _scroll(self, pixels: float) -> None:
        self.scrollbar.setValue(int(self._top + pixels))


class _Hand:
    """A mouse button held down: where it began, where it is, what it does ("": drags the picture)."""

    def __init__(self, start: QPointF) -> None:
        self.start = self.at = start
        self.time = monotonic()
        self.moved = False
        self.does = ""
        self.band: Band | None = None
        self.box: Box | None = None
        self.end = ""
