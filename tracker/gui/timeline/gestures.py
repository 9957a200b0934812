"""Mouse drags on the timeline: select a span, move an end, a lane or the whole picture."""

from time import monotonic

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPen

from tracker.domain.dates import iso
from tracker.gui import theme
from tracker.gui.timeline.canvas import Canvas
from tracker.timeline.scene import Band, Box

_FEW = 4.0  # pixels of the pointer that are still a click
_FRICTION = 0.92  # factor of the speed per sixtieth of a second
_FAST, _SLOW = 120.0, 20.0  # pixels per second: the picture glides above the first and stops below the second
_JUST = 0.08  # seconds between the last movement and letting go


class Drag:
    """A drag from the press of the button; it counts as a drag, not a click, once the pointer has moved a few pixels."""

    def __init__(self, canvas: Canvas, start: QPointF) -> None:
        self.canvas = canvas
        self.start = self.at = start
        self.moved = False

    def move(self, point: QPointF) -> None:
        """Follow the pointer."""
        self.moved = self.moved or (point - self.start).manhattanLength() > _FEW
        if self.moved:
            self._follow(point)
            self.at = point
            self.canvas.update()

    def _follow(self, point: QPointF) -> None:
        """The result of a drag from `self.at` to a point."""

    def paint(self, painter: QPainter) -> None:
        """Draw a preview of the drag's result over the picture."""

    def _accent(self) -> QColor:
        return QColor(self.canvas.colours.accent)

    def _paint_tag(self, painter: QPainter, x: float, text: str) -> None:
        """Draw a text beside the pointer, inside the picture."""
        canvas, header = self.canvas, self.canvas.metrics.header
        painter.setFont(theme.font(0.9))
        width = painter.fontMetrics().horizontalAdvance(text) + 12
        box = QRectF(min(x + 6, canvas.width() - width - 4), max(self.at.y() - 26, header), width, 20)
        painter.fillRect(box, QColor(canvas.colours.paper))
        painter.setPen(QColor(canvas.colours.ink))
        painter.drawRect(box)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


class SpanDrag(Drag):
    """Draws a stretch of time."""

    def days(self) -> tuple[int, int]:
        """First and last day between both ends."""
        first, last = sorted(self.canvas.day_at(x) for x in (self.start.x(), self.at.x()))
        return int(first // 1), int(last // 1)

    def paint(self, painter: QPainter) -> None:
        left, right = sorted((self.start.x(), self.at.x()))
        shade = self._accent()
        shade.setAlphaF(0.14)
        painter.fillRect(QRectF(left, self.canvas.metrics.header, right - left, self.canvas.height()), shade)
        first, last = self.days()
        self._paint_tag(painter, right, f"{iso(first)} … {iso(last)}")


class EndDrag(Drag):
    """Moves the "low" or "high" `end` of the item in a box to another day."""

    def __init__(self, canvas: Canvas, start: QPointF, box: Box, end: str) -> None:
        super().__init__(canvas, start)
        self.item, self.end = box.item, end

    def day(self) -> int:
        """The new day of the end: moved by as many days as the pointer was."""
        known = (self.item.low if self.end == "low" else self.item.high) or 0
        return known + round((self.at.x() - self.start.x()) / self.canvas.scale.px_per_day)

    def paint(self, painter: QPainter) -> None:
        painter.setPen(QPen(self._accent(), 1.5, Qt.PenStyle.DashLine))
        x = self.at.x()
        painter.drawLine(QPointF(x, self.canvas.metrics.header), QPointF(x, self.canvas.height()))
        self._paint_tag(painter, x, iso(self.day()))


class LaneDrag(Drag):
    """Moves a lane before another one; a heading stays where it is."""

    def __init__(self, canvas: Canvas, start: QPointF, band: Band) -> None:
        super().__init__(canvas, start)
        self.band = band

    def order(self, point: QPointF) -> list[str] | None:
        """The lane keys if the drag ends at a point; None where nothing changes."""
        target = self.canvas.band_at(point)
        if self.band.heading or (target is not None and target.key == self.band.key):
            return None
        return self.canvas.laid_out.lanes.after_moving(self.band.key, target.key if target else "")

    def paint(self, painter: QPainter) -> None:
        target = self.canvas.scene().band(self.at.y() + self.canvas.top)
        if self.band.heading or target is None:
            return
        painter.setPen(QPen(self._accent(), 2))
        y = target.y - self.canvas.top
        painter.drawLine(QPointF(0, y), QPointF(self.canvas.metrics.gutter, y))


class PanDrag(Drag):
    """Moves the picture itself. `speed` is in pixels a second, to the right."""

    def __init__(self, canvas: Canvas, start: QPointF) -> None:
        super().__init__(canvas, start)
        self.speed = 0.0
        self._time = monotonic()

    def _follow(self, point: QPointF) -> None:
        step = point - self.at
        self.canvas.setCursor(Qt.CursorShape.ClosedHandCursor)
        now = monotonic()
        self.speed = 0.6 * self.speed + 0.4 * step.x() / max(now - self._time, 0.004)
        self._time = now
        self.canvas.pan(step.x())
        self.canvas.scroll_by(-step.y())

    def is_thrown(self) -> bool:
        """Whether it is let go while it moves fast."""
        return monotonic() - self._time < _JUST and abs(self.speed) > _FAST


class Glide(QTimer):
    """Lets the picture glide after a drag until it stops."""

    def __init__(self, canvas: Canvas, parent: QObject) -> None:
        super().__init__(parent)
        self._canvas, self._speed = canvas, 0.0
        self.setInterval(16)
        self.timeout.connect(self._step)

    def throw(self, speed: float) -> None:
        """Begin with a speed in pixels a second."""
        self._speed = speed
        self.start()

    def _step(self) -> None:
        self._canvas.pan(self._speed / 60)
        self._speed *= _FRICTION
        if abs(self._speed) < _SLOW:
            self.stop()
