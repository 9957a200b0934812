"""A verdict: colour, glyph and word together."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QWidget

from tracker.domain.review import Verdict
from tracker.gui import theme
from tracker.gui.theme import Theme


def chip_width(text: str) -> float:
    return QFontMetricsF(theme.font(0.94, medium=True)).horizontalAdvance(text) + 16


def paint_chip(
    painter: QPainter, x: float, y: float, verdict: Verdict, colours: Theme, *, tail: str = "", room: float = 400.0
) -> float:
    """Draw a verdict's chip 20 pixels high, cut to the pixels there is room for; returns its width."""
    ink, wash = colours.verdict(verdict)
    metrics = QFontMetricsF(theme.font(0.94, medium=True))
    text = metrics.elidedText(f"{verdict.glyph} {verdict.label}{tail}", Qt.TextElideMode.ElideRight, room - 16)
    width = chip_width(text)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(wash)
    box = QRectF(x, y, width, 20)
    painter.drawRoundedRect(box, 10, 10)
    painter.setPen(ink)
    painter.setFont(theme.font(0.94, medium=True))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
    return width


class VerdictButton(QPushButton):
    """A verdict as a button, with a small arrow when it opens a menu."""

    def __init__(self, verdict: Verdict, colours: Theme, parent: QWidget, *, arrow: bool = False) -> None:
        super().__init__(parent)
        self._verdict, self._colours, self._tail = verdict, colours, " ▾" if arrow else ""
        self.setAccessibleName(f"Verdict: {verdict.label}")
        if not arrow:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def sizeHint(self) -> QSize:
        verdict = self._verdict
        return QSize(int(chip_width(f"{verdict.glyph} {verdict.label}{self._tail}")) + 2, 22)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            width = paint_chip(painter, 1, 1, self._verdict, self._colours, tail=self._tail)
            if self.hasFocus():
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(self._colours.verdict(self._verdict)[0])
                painter.drawRoundedRect(QRectF(1.5, 1.5, width - 1, 19), 9.5, 9.5)
