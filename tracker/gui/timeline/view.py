"""The interactive timeline widget: drag, zoom, select by mouse and keys; used by the timeline page and the strip."""

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QWheelEvent,
)
from PySide6.QtWidgets import QGestureEvent, QPinchGesture, QWidget

from tracker.gui.theme import Theme
from tracker.gui.timeline.canvas import Canvas
from tracker.gui.timeline.gestures import Drag, EndDrag, Glide, LaneDrag, PanDrag, SpanDrag
from tracker.i18n import tr
from tracker.timeline import walking
from tracker.timeline.item import Item
from tracker.timeline.items import Days, known_ends
from tracker.timeline.scene import PAGE, Metrics

# Keys 1 to 7 show a day, a week, a month, a quarter, a year, a decade, a century.
ZOOMS = {
    Qt.Key.Key_1: 1.0, Qt.Key.Key_2: 7.0, Qt.Key.Key_3: 31.0, Qt.Key.Key_4: 92.0, Qt.Key.Key_5: 366.0,
    Qt.Key.Key_6: 3653.0, Qt.Key.Key_7: 36525.0,
}  # fmt: skip


class TimelineView(Canvas):
    """Items in lanes over time, worked with mouse and keys.

    `selected` (item) on click and keys, `opened` (item) on Enter, `hovered` (item, cluster or None) under the pointer,
    `moved` whenever another period is in view, `spanned` (first day, last day) after a shift-drag, `redated`
    (item, "low" or "high", day) when an end was dragged, `folded` (key) for a click on a heading, `reordered` (lane
    keys) when a lane was dragged, `menu_wanted` (item or None, global position) for the menu.
    """

    selected = Signal(object)
    opened = Signal(object)
    hovered = Signal(object, QPointF)
    spanned = Signal(float, float)
    redated = Signal(object, str, int)
    folded = Signal(str)
    reordered = Signal(list)
    menu_wanted = Signal(object, QPoint)

    def __init__(self, colours: Theme, parent: QWidget, metrics: Metrics = PAGE) -> None:
        super().__init__(colours, parent, metrics)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.grabGesture(Qt.GestureType.PinchGesture)
        self.setAccessibleName(tr("Timeline"))
        self.glide = Glide(self, self)
        self._drag: Drag | None = None

    def paint_over(self, painter: QPainter) -> None:
        if self._drag is not None and self._drag.moved:
            self._drag.paint(painter)

    # Mouse, wheel and touch

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
                self.zoom(1.0 + event.value(), event.position().x())
            return True
        if isinstance(event, QGestureEvent):
            pinch = event.gesture(Qt.GestureType.PinchGesture)
            if isinstance(pinch, QPinchGesture):
                self.zoom(pinch.scaleFactor(), self.mapFromGlobal(pinch.hotSpot()).x())
            return True
        return super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.glide.stop()
        delta = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier or (not delta.y() and delta.x()):
            self.pan((delta.x() or delta.y()) * 0.6)
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier or event.position().x() < self.metrics.gutter:
            self.scroll_by(-delta.y() * 0.5)
        else:
            self.zoom(1.0015 ** delta.y(), event.position().x())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.glide.stop()
        if event.button() == Qt.MouseButton.LeftButton:
            self.hovered.emit(None, event.position())
            span = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._drag = self._drag_from(event.position(), span=span)

    def _drag_from(self, point: QPointF, *, span: bool) -> Drag:
        """What a button pressed at a point begins."""
        if point.x() < self.metrics.gutter:
            band = self.band_at(point)
            return LaneDrag(self, point, band) if band is not None else PanDrag(self, point)
        if span:
            return SpanDrag(self, point)
        end = self.end_at(point)
        return EndDrag(self, point, *end) if end is not None else PanDrag(self, point)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag is not None:
            self._drag.move(event.position())
        else:
            self._point_at(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        drag = self._drag
        self._end_drag()
        if drag is None:
            return
        if not drag.moved:
            self._clicked(drag)
            return
        match drag:
            case SpanDrag():
                self.spanned.emit(*drag.days())
            case EndDrag():
                self.redated.emit(drag.item, drag.end, drag.day())
            case LaneDrag():
                if (order := drag.order(event.position())) is not None:
                    self.reordered.emit(order)
            case PanDrag() if drag.is_thrown():
                self.glide.throw(drag.speed)

    def _end_drag(self) -> None:
        self._drag = None
        self.unsetCursor()
        self.update()

    def _clicked(self, drag: Drag) -> None:
        if isinstance(drag, LaneDrag):
            self.folded.emit(drag.band.key)
        elif (item := self.item_at(drag.start)) is not None:
            self.choose(item)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        point = event.position()
        if point.x() < self.metrics.gutter or point.y() < self.metrics.header:
            return
        found = self.item_at(point)
        if found is not None:
            self.choose(found)
            self.focus_on(found)
        else:
            self.zoom(3.0, point.x())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            self.menu_wanted.emit(self.item_at(QPointF(event.pos())), event.globalPos())
            return
        box = self.scene().box_of(self.selected_id)
        where = QPoint(int(box.x), int(box.y + box.height - self.top)) if box is not None else self.rect().center()
        self.menu_wanted.emit(box.item if box is not None else None, self.mapToGlobal(where))

    def _point_at(self, point: QPointF) -> None:
        end = self.end_at(point)
        if end is not None:
            self.setCursor(Qt.CursorShape.SizeHorCursor)
        elif point.x() < self.metrics.gutter and self.band_at(point) is not None:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        else:
            self.unsetCursor()
        self.hovered.emit(self.under(point), point)

    def leaveEvent(self, event: QEvent) -> None:
        self.hovered.emit(None, QPointF())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        held = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        if held or not (self._handle_view_key(key) or self._handle_item_key(key)):
            super().keyPressEvent(event)

    def _handle_view_key(self, key: Qt.Key) -> bool:
        """Handle a key that scrolls or zooms. Returns whether it was one."""
        if key == Qt.Key.Key_F:
            self.fit()
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            self.zoom(1 / 1.4 if key == Qt.Key.Key_Minus else 1.4, self.metrics.gutter + self.room() / 2)
        elif key in ZOOMS:
            self.zoom_to(ZOOMS[key])
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.pan(self.room() * (0.8 if key == Qt.Key.Key_PageUp else -0.8))
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.scroll_by(40.0 if key == Qt.Key.Key_Down else -40.0)
        else:
            return False
        return True

    def _handle_item_key(self, key: Qt.Key) -> bool:
        """Handle a key that selects, opens or deselects an item. Returns whether it was one."""
        if key == Qt.Key.Key_Escape and self._drag is not None:
            self._end_drag()
        elif key in (Qt.Key.Key_Right, Qt.Key.Key_Left):
            self._walk(1 if key == Qt.Key.Key_Right else -1)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._go(walking.outermost(self._starts(), -1 if key == Qt.Key.Key_Home else 1))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and (at := self.items.find(self.selected_id)) >= 0:
            self.opened.emit(self.items.item(at))
        else:
            return False
        return True

    def choose(self, item: Item) -> None:
        """Select an item as a click on it does."""
        if item.id != self.selected_id:
            self.select(item.id)
        self.selected.emit(item)

    def _starts(self) -> Days:
        lanes = self.laid_out.lanes
        return walking.starts(self.items, [lanes.top_of(lane) is not None for lane in range(len(self.items.lanes))])

    def _walk(self, way: int) -> None:
        """Select the next item that begins before or after the selected one."""
        at = self.items.find(self.selected_id)
        if at < 0:
            self._go(walking.outermost(self._starts(), -way))
            return
        here = known_ends(self.items.low[at : at + 1], self.items.high[at : at + 1])[0][0]
        self._go(walking.beside(self._starts(), at, int(here), way))

    def _go(self, at: int) -> None:
        if at >= 0:
            self.choose(self.items.item(at))
            self.reveal()
