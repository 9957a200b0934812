"""The overview: the whole period as density, with a brush over the part in view."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QWidget

from tracker.domain.dates import civil
from tracker.gui import theme
from tracker.gui.theme import Theme
from tracker.i18n import tr
from tracker.timeline import density
from tracker.timeline.density import Counts, Sums
from tracker.timeline.item import DIM, TINTS

_BAR = 6  # pixels from one bar to the next
_HANDLE = 6.0  # pixels on either side of the brush's ends that move the end alone


class Overview(QWidget):
    """Drag the brush to move the view, its ends to widen it, beside it to draw a new one; arrows move it, + and - zoom.

    Emits `brushed` (first day, last day).
    """

    brushed = Signal(float, float)

    def __init__(self, colours: Theme, parent: QWidget, height: int = 46) -> None:
        super().__init__(parent)
        self.setFixedHeight(height)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(tr("Overview of the whole period"))
        self.colours = colours
        self._counts: Counts | None = None
        self._span = (0.0, 0.0)
        self._view = (0.0, 0.0)
        self._bars: QPixmap | None = None
        self._grab = ""
        self._from = 0.0

    def show_sums(self, sums: Sums, view: tuple[float, float]) -> None:
        self._span, self._counts = sums.span, sums.counts
        self._view = view
        self._bars = None
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

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._bars = None

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(self.colours.paper))
            painter.setPen(QColor(self.colours.line))
            painter.drawLine(0, 0, self.width(), 0)
            if self._span[1] <= self._span[0] or self._counts is None:
                return
            left, right = self._x(self._view[0]), self._x(self._view[1])
            brush = QRectF(left, 1, max(3.0, right - left), self.height())
            painter.fillRect(brush, QColor(self.colours.selected))
            if self._bars is None:
                self._bars = self._drawn(self._counts)
            painter.drawPixmap(0, 0, self._bars)
            painter.setPen(QPen(QColor(self.colours.accent), 2 if self.hasFocus() else 1))
            for x in (brush.left(), brush.right()):
                painter.drawLine(QPointF(x, 1), QPointF(x, self.height()))
            painter.setPen(QColor(self.colours.soft))
            painter.setFont(theme.font(0.82))
            years = [_year(civil(int(day))[0]) for day in self._span]
            painter.drawText(QPointF(6, 13), years[0])
            painter.drawText(QRectF(self.width() - 90, 1, 84, 18), Qt.AlignmentFlag.AlignRight, years[1])

    def _drawn(self, fine: Counts) -> QPixmap:
        """The bars, stacked by colour; computed once for the items, not once per frame."""
        ratio = self.devicePixelRatioF()
        picture = QPixmap(int(self.width() * ratio), int(self.height() * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        counts = density.coarser(fine, max(1, self.width() // _BAR))
        most = int(counts.sum(axis=0).max(initial=1))
        tops = density.heights(counts, most) * (self.height() - 12)
        floors = np.vstack([np.zeros_like(tops[:1]), tops[:-1]])
        with QPainter(picture) as painter:
            for colour, (low, high) in enumerate(zip(floors, tops, strict=True)):
                shade = QColor(self.colours.faint if colour == DIM else TINTS[colour].fill)
                shade.setAlphaF(0.75)
                for slot in np.flatnonzero(high - low > 0.2).tolist():
                    bar = QRectF(slot * _BAR + 1, self.height() - 3 - high[slot], _BAR - 1, high[slot] - low[slot])
                    painter.fillRect(bar, shade)
        return picture

    def _part(self, x: float) -> str:
        left, right = self._x(self._view[0]), self._x(self._view[1])
        if right - left > 3 * _HANDLE or not left <= x <= right:
            if abs(x - left) <= _HANDLE:
                return "left"
            if abs(x - right) <= _HANDLE:
                return "right"
        return "whole" if left <= x <= right else "new"

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._span[1] <= self._span[0]:
            return
        x = event.position().x()
        self._grab, self._from = self._part(x), self._day(x)
        if self._grab == "new":
            self._centre(x)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        x, (first, last) = event.position().x(), self._view
        if not self._grab:
            ends = self._part(x) in ("left", "right")
            self.setCursor(Qt.CursorShape.SizeHorCursor if ends else Qt.CursorShape.ArrowCursor)
            return
        day = self._day(x)
        if self._grab == "left":
            self._emit(min(day, last - 1), last)
        elif self._grab == "right":
            self._emit(first, max(day, first + 1))
        elif self._grab == "whole":
            self._emit(first + day - self._from, last + day - self._from)
            self._from = day
        elif abs(self._x(self._from) - x) > 8:
            self._emit(min(self._from, day), max(self._from, day))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._grab = ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        first, last = self._view
        step = (last - first) * 0.2
        moves = {
            Qt.Key.Key_Left: (-step, -step), Qt.Key.Key_Right: (step, step), Qt.Key.Key_Plus: (step, -step),
            Qt.Key.Key_Equal: (step, -step), Qt.Key.Key_Minus: (-step, step),
        }  # fmt: skip
        if event.key() in moves:
            low, high = moves[Qt.Key(event.key())]
            self._emit(first + low, last + high)
        else:
            super().keyPressEvent(event)

    def _centre(self, x: float) -> None:
        half = (self._view[1] - self._view[0]) / 2
        self._emit(self._day(x) - half, self._day(x) + half)

    def _emit(self, first: float, last: float) -> None:
        self.brushed.emit(first, last)


def _year(year: int) -> str:
    return str(year) if year > 0 else f"{1 - year} BC"
