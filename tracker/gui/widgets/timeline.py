"""The timeline: a Scene painted, dragged, zoomed and walked through; page and strip are the same widget."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QLinearGradient,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from tracker.domain.dates import civil
from tracker.gui import theme
from tracker.gui.theme import Theme
from tracker.gui.widgets.plain import visible
from tracker.timeline import density, scale
from tracker.timeline.items import Item, Link, busy_span, span
from tracker.timeline.scale import Scale
from tracker.timeline.scene import AGAINST, PAGE, Box, Metrics, Scene, build

_ZOOMS = {Qt.Key.Key_1: 12.0, Qt.Key.Key_2: 40.0, Qt.Key.Key_3: 130.0, Qt.Key.Key_4: 400.0, Qt.Key.Key_5: 4000.0}


class TimelineView(QWidget):
    """Items in lanes over time. Emits `selected` (item) on click and keys, `opened` on double click, `hovered` (item or
    None) under the pointer, and `moved` whenever another part of time is in view.
    """

    selected = Signal(object)
    opened = Signal(object)
    hovered = Signal(object, QPointF)
    moved = Signal()

    def __init__(self, colours: Theme, parent: QWidget, metrics: Metrics = PAGE) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName("Timeline")
        self.colours, self.metrics = colours, metrics
        self._font = theme.font(0.94 if metrics is PAGE else 0.86)
        self._small = theme.font(0.85)
        self._bold = theme.font(0.94 if metrics is PAGE else 0.86, bold=True)
        self._measured = QFontMetricsF(self._font)
        self._widths: dict[str, float] = {}
        self.items: list[Item] = []
        self._links: list[Link] = []
        self.scale = Scale(738000.0, 1.0)
        self.today = 0
        self.selected_id: int | None = None
        self._scene: Scene | None = None
        self._top = 0.0
        self._untouched = True
        self._press: QPointF | None = None
        self._dragged = False

    def sizeHint(self) -> QSize:
        return QSize(800, 180)

    # What is shown

    def show_items(self, items: Iterable[Item], links: Iterable[Link], today: int) -> None:
        self.items, self._links, self.today = list(items), list(links), today
        if self._untouched:
            self._show_span(*busy_span(self.items))
        self._changed()

    def select(self, item_id: int | None) -> None:
        if item_id != self.selected_id:
            self.selected_id = item_id
            self.update()

    def scene(self) -> Scene:
        """The scene of the present view, computed once for it."""
        if self._scene is None:
            self._scene = build(
                self.items, self._links, self.scale, float(self.width()), self._measure, self.metrics, self.today
            )
            self._top = min(self._top, max(0.0, self._scene.height - self.height()))
        return self._scene

    def fit(self) -> None:
        """Show all of time that holds anything."""
        self._show_span(*span(self.items))
        self._untouched = False
        self._changed()

    def _show_span(self, first: float, last: float) -> None:
        """Show these days, with room at the right for the labels of the last ones."""
        if last <= first:
            first, last = self.today - 180.0, self.today + 30.0
        room = self.metrics.longest_label * 0.6
        self.scale = scale.fit(first, last, max(50.0, self.width() - self.metrics.gutter - room))

    def zoom_to(self, days: float) -> None:
        """Show that many days around the middle, or around the selected item."""
        view = max(50.0, self.width() - self.metrics.gutter)
        middle = self.scale.day(view / 2)
        box = self.scene().box_of(self.selected_id) if self.selected_id is not None else None
        if box is not None:
            middle = self.scale.day(box.middle[0] - self.metrics.gutter)
        self.scale = scale.fit(middle - days / 2, middle + days / 2, view)
        self._untouched = False
        self._changed()

    def show_days(self, first: float, last: float) -> None:
        """Show exactly these days."""
        self.scale = scale.fit(first, last, max(50.0, self.width() - self.metrics.gutter))
        self._untouched = False
        self._changed()

    def days(self) -> tuple[float, float]:
        return self.scale.start, self.scale.day(max(1.0, self.width() - self.metrics.gutter))

    def _changed(self) -> None:
        self._scene = None
        self.update()
        self.moved.emit()

    def _measure(self, text: str) -> float:
        width = self._widths.get(text)
        if width is None:
            width = self._widths[text] = self._measured.horizontalAdvance(text)
        return width

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self.colours.wash if self.metrics is PAGE else self.colours.paper))
        scene = self.scene()
        self._paint_grid(painter, scene)
        painter.save()
        painter.setClipRect(QRectF(0, scene.metrics.header, self.width(), self.height()))
        painter.translate(0, -self._top)
        self._paint_lanes(painter, scene)
        painter.setClipRect(QRectF(scene.metrics.gutter, scene.metrics.header + self._top, self.width(), self.height()))
        self._paint_arcs(painter, scene)
        for box in scene.boxes:
            if box.y + box.height >= self._top and box.y <= self._top + self.height():
                self._paint_box(painter, box)
        painter.restore()
        self._paint_header(painter, scene)
        self._paint_today(painter, scene)
        if not any(item.dated for item in self.items):
            painter.setPen(QColor(self.colours.soft))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, "Nothing here has a date yet.")

    def _paint_grid(self, painter: QPainter, scene: Scene) -> None:
        painter.setPen(QColor(self.colours.line))
        for tick in scene.ticks:
            x = scene.metrics.gutter + tick.x
            painter.drawLine(QPointF(x, scene.metrics.header), QPointF(x, self.height()))

    def _paint_header(self, painter: QPainter, scene: Scene) -> None:
        m = scene.metrics
        painter.fillRect(QRectF(0, 0, self.width(), m.header), QColor(self.colours.paper))
        for tick in scene.ticks:
            x = m.gutter + tick.x
            painter.setPen(QColor(self.colours.line))
            painter.drawLine(QPointF(x, 2 if tick.over else m.header * 0.55), QPointF(x, m.header))
            if m is PAGE:
                self._paint_word(painter, self._bold, self.colours.ink, QPointF(x + 5, 19), tick.over)
                self._paint_word(painter, self._small, self.colours.soft, QPointF(x + 5, 38), tick.label)
            elif tick.over.strip():
                self._paint_word(painter, self._bold, self.colours.ink, QPointF(x + 5, 17), f"{tick.over} {tick.label}")
            else:
                self._paint_word(painter, self._small, self.colours.soft, QPointF(x + 5, 17), tick.label)
        painter.setPen(QColor(self.colours.line))
        painter.drawLine(QPointF(0, m.header), QPointF(self.width(), m.header))
        painter.drawLine(QPointF(m.gutter, 0), QPointF(m.gutter, self.height()))

    def _paint_word(self, painter: QPainter, used: QFont, colour: str, at: QPointF, text: str) -> None:
        if text.strip():
            painter.setFont(used)
            painter.setPen(QColor(colour))
            painter.drawText(at, text.strip())

    def _paint_lanes(self, painter: QPainter, scene: Scene) -> None:
        metrics = QFontMetricsF(self._font)
        for lane in scene.lanes:
            painter.setPen(QColor(self.colours.line))
            painter.drawLine(QPointF(0, lane.y + lane.height), QPointF(self.width(), lane.y + lane.height))
            painter.setFont(self._font)
            painter.setPen(QColor(self.colours.ink))
            width = scene.metrics.gutter - 18
            y = lane.y + scene.metrics.pad + scene.metrics.row / 2 + metrics.ascent() / 2 - 2
            name = metrics.elidedText(visible(lane.name), Qt.TextElideMode.ElideRight, width)
            note = scene.metrics is PAGE and bool(lane.note)
            painter.drawText(QPointF(12, y - (7 if note else 0)), name)
            if note:
                painter.setFont(self._small)
                painter.setPen(QColor(self.colours.soft))
                text = QFontMetricsF(self._small).elidedText(visible(lane.note), Qt.TextElideMode.ElideRight, width)
                painter.drawText(QPointF(12, y + 10), text)

    def _paint_arcs(self, painter: QPainter, scene: Scene) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for arc in scene.arcs:
            p1, c1, c2, p2 = (QPointF(*point) for point in arc.points)
            path = QPainterPath(p1)
            path.cubicTo(c1, c2, p2)
            lit = self.selected_id in (arc.first, arc.last)
            colour = QColor(self.colours.bad if arc.label in AGAINST else self.colours.good)
            colour.setAlphaF(0.85 if lit else 0.4)
            painter.setPen(QPen(colour, 1.2 if lit else 1.0, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPath(path)
            if lit and self.metrics is PAGE:
                painter.setFont(self._small)
                middle = path.pointAtPercent(0.5)
                painter.drawText(middle + QPointF(4, -4), arc.label)

    def _paint_box(self, painter: QPainter, box: Box) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = QColor(box.item.fill)
        shape = self._shape(box)
        if box.item.hollow:
            inside = QColor(colour)
            inside.setAlphaF(0.08)
            painter.setBrush(inside)
            painter.setPen(QPen(colour, 1.2, Qt.PenStyle.DashLine))
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._faded(box, colour) if box.fade_left or box.fade_right else colour)
        painter.drawPath(shape)
        chosen = box.item.id == self.selected_id
        if chosen:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(self.colours.accent), 2))
            painter.drawRoundedRect(QRectF(box.x - 3, box.y - 3, box.width + 6, box.height + 6), 5, 5)
        if box.label:
            painter.setFont(self._bold if chosen else self._font)
            painter.setPen(QColor(self._label_colour(box)))
            painter.drawText(
                QPointF(box.label_x, box.y + box.height / 2 + self._measured.ascent() / 2 - 1.5), visible(box.label)
            )

    def _label_colour(self, box: Box) -> str:
        inside = box.label_x < box.x + box.width and not box.item.hollow
        if inside and box.label_x > box.x:
            return "#ffffff"
        if not self.colours.dark:
            return box.item.ink
        return QColor(box.item.fill).lighter(165).name()

    def _shape(self, box: Box) -> QPainterPath:
        path = QPainterPath()
        area = QRectF(box.x, box.y, box.width, box.height)
        if box.dot:
            path.addEllipse(area.center(), box.width / 2, box.width / 2)
        elif box.item.kind == "event":
            middle, tip = area.center().y(), min(6.0, box.width / 2)
            top, bottom = middle - 6, middle + 6
            path.addPolygon(
                QPolygonF(
                    [QPointF(area.left(), middle), QPointF(area.left() + tip, top), QPointF(area.right() - tip, top),
                     QPointF(area.right(), middle), QPointF(area.right() - tip, bottom),
                     QPointF(area.left() + tip, bottom)]
                )
            )  # fmt: skip
            path.closeSubpath()
        else:
            path.addRoundedRect(area, 4, 4)
        return path

    def _faded(self, box: Box, colour: QColor) -> QLinearGradient:
        gradient = QLinearGradient(box.x, 0, box.x + box.width, 0)
        clear = QColor(colour)
        clear.setAlpha(0)
        gradient.setColorAt(0, clear if box.fade_left else colour)
        gradient.setColorAt(min(1.0, box.fade_left / box.width), colour)
        gradient.setColorAt(max(0.0, 1 - box.fade_right / box.width), colour)
        gradient.setColorAt(1, clear if box.fade_right else colour)
        return gradient

    def _paint_today(self, painter: QPainter, scene: Scene) -> None:
        x = scene.today_x
        if x is None or not scene.metrics.gutter <= x <= self.width():
            return
        painter.setPen(QPen(QColor(self.colours.link), 1.5))
        painter.drawLine(QPointF(x, scene.metrics.header * 0.5), QPointF(x, self.height()))
        if self.metrics is PAGE:
            painter.setFont(self._small)
            painter.drawText(QPointF(x - 34 if x + 40 > self.width() else x + 4, self.height() - 6), "today")

    # Hands

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._untouched:
            self._show_span(*busy_span(self.items))
        self._changed()

    def wheelEvent(self, event: QWheelEvent) -> None:
        x = event.position().x() - self.metrics.gutter
        delta = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier or (not delta.y() and delta.x()):
            self._pan((delta.x() or delta.y()) * 0.6)
        elif event.position().x() < self.metrics.gutter:
            self._scroll(-delta.y() * 0.5)
        else:
            self.scale = self.scale.zoomed(1.0015 ** delta.y(), max(0.0, x))
            self._untouched = False
            self._changed()
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._press, self._dragged = event.position(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._press is None:
            self.hovered.emit(self._at(event.position()), event.position())
            return
        step = event.position() - self._press
        if self._dragged or step.manhattanLength() > 4:
            self._dragged = True
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self._press = event.position()
            self._pan(step.x())
            self._scroll(-step.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._press = self._press, None
        self.unsetCursor()
        if pressed is not None and not self._dragged and (item := self._at(event.position())):
            self._choose(item)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if item := self._at(event.position()):
            self.opened.emit(item)

    def leaveEvent(self, event: QEvent) -> None:
        self.hovered.emit(None, QPointF())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Right, Qt.Key.Key_Left):
            self._walk(1 if key == Qt.Key.Key_Right else -1)
        elif key == Qt.Key.Key_F:
            self.fit()
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            middle = (self.width() - self.metrics.gutter) / 2
            self.scale = self.scale.zoomed(1 / 1.4 if key == Qt.Key.Key_Minus else 1.4, middle)
            self._untouched = False
            self._changed()
        elif (days := _ZOOMS.get(Qt.Key(key))) is not None:
            self.zoom_to(days)
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            view = self.width() - self.metrics.gutter
            self._pan(view * (0.8 if key == Qt.Key.Key_PageUp else -0.8))
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._scroll(40.0 if key == Qt.Key.Key_Down else -40.0)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            ordered = self._ordered()
            if ordered:
                self._choose(ordered[0 if key == Qt.Key.Key_Home else -1])
                self._reveal()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.selected_id is not None:
            box = self.scene().box_of(self.selected_id)
            if box is not None:
                self.opened.emit(box.item)
        else:
            super().keyPressEvent(event)

    def _at(self, point: QPointF) -> Item | None:
        if point.y() < self.metrics.header or point.x() < self.metrics.gutter:
            return None
        return self.scene().hit(point.x(), point.y() + self._top)

    def _choose(self, item: Item) -> None:
        self.select(item.id)
        self.selected.emit(item)

    def _ordered(self) -> list[Item]:
        dated = [item for item in self.items if item.dated]
        return sorted(dated, key=lambda item: (item.low if item.low is not None else item.high or 0, item.id))

    def _walk(self, step: int) -> None:
        ordered = self._ordered()
        if not ordered:
            return
        at = next(
            (i for i, item in enumerate(ordered) if item.id == self.selected_id), -1 if step > 0 else len(ordered)
        )
        self._choose(ordered[max(0, min(len(ordered) - 1, at + step))])
        self._reveal()

    def _reveal(self) -> None:
        """Bring the selected item into view."""
        box = self.scene().box_of(self.selected_id) if self.selected_id is not None else None
        if box is None:
            return
        x, y = box.middle
        if not self.metrics.gutter + 20 <= x <= self.width() - 60:
            self._pan((self.width() + self.metrics.gutter) / 2 - x)
        if not self._top + self.metrics.header <= y <= self._top + self.height() - 20:
            self._scroll(y - self._top - self.height() / 2)

    def _pan(self, pixels: float) -> None:
        self.scale = self.scale.panned(pixels)
        self._untouched = False
        self._changed()

    def _scroll(self, pixels: float) -> None:
        most = max(0.0, self.scene().height - self.height() + 8)
        self._top = min(most, max(0.0, self._top + pixels))
        self.update()


class Overview(QWidget):
    """All of time as density, with a brush over the part in view. Emits `brushed` (first day, last day)."""

    brushed = Signal(float, float)

    def __init__(self, colours: Theme, parent: QWidget, height: int = 46) -> None:
        super().__init__(parent)
        self.setFixedHeight(height)
        self.setAccessibleName("Overview of all of time")
        self.colours = colours
        self._items: list[Item] = []
        self._span = (0.0, 0.0)
        self._view = (0.0, 0.0)
        self._grab: float | None = None

    def show_items(self, items: Iterable[Item], view: tuple[float, float]) -> None:
        self._items = list(items)
        self._span = span(self._items)
        self._view = view
        self.update()

    def show_view(self, view: tuple[float, float]) -> None:
        self._view = view
        self.update()

    def _x(self, day: float) -> float:
        first, last = self._span
        return (day - first) / max(1.0, last - first) * self.width()

    def _day(self, x: float) -> float:
        first, last = self._span
        return first + x / max(1, self.width()) * (last - first)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self.colours.paper))
        painter.setPen(QColor(self.colours.line))
        painter.drawLine(0, 0, self.width(), 0)
        if self._span[1] <= self._span[0]:
            return
        left, right = self._x(self._view[0]), self._x(self._view[1])
        painter.fillRect(QRectF(left, 1, max(3.0, right - left), self.height()), QColor(self.colours.selected))
        counts = density.bars(self._items, *self._span, max(1, self.width() // 8))
        most = max(counts, default=0)
        for slot, count in enumerate(counts):
            if count:
                height = 4 + (self.height() - 14) * count / most
                bar = QRectF(slot * 8 + 1, self.height() - 4 - height, 6, height)
                painter.fillRect(bar, QColor(self.colours.faint))
        painter.setPen(QColor(self.colours.soft))
        painter.setFont(theme.font(0.82))
        years = [civil(int(day))[0] for day in self._span]
        painter.drawText(QPointF(6, 13), str(years[0]))
        painter.drawText(QRectF(self.width() - 60, 0, 54, 18), Qt.AlignmentFlag.AlignRight, str(years[1]))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        x, (first, last) = event.position().x(), self._view
        inside = self._x(first) <= x <= self._x(last)
        self._grab = self._day(x) - first if inside else (last - first) / 2
        self._brush(x)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grab is not None:
            self._brush(event.position().x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._grab = None

    def _brush(self, x: float) -> None:
        first, last = self._view
        start = self._day(x) - (self._grab or 0.0)
        self.brushed.emit(start, start + last - first)
