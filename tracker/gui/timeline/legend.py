"""The legend of the timeline's shapes and marks, drawn with the same code as the timeline."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QWidget

from tracker.domain.review import MARKS as VERDICT_MARKS
from tracker.gui import theme
from tracker.gui.session import Session
from tracker.gui.theme import Theme
from tracker.gui.timeline.painting import Painting
from tracker.i18n import tr
from tracker.timeline.item import APPROXIMATE, EVENT, EVENT_TINT, HOLLOW, OPEN_HIGH, OPEN_LOW, THROUGH, Item
from tracker.timeline.labels import MARK_WORDS, MARKS
from tracker.timeline.scene import Box

_ROW, _SHAPE, _WIDTH = 23.0, 64.0, 470
# Flags, tint, pixels of fading, whether a dot, and what it means.
_SHAPES = (
    (0, 1, 0.0, True, "Exactly this day"),
    (0, 1, 0.0, False, "Some day within"),
    (THROUGH, 1, 0.0, False, "All through these days"),
    (APPROXIMATE, 1, 22.0, False, "About then"),
    (OPEN_HIGH, 1, 0.0, False, "From then on, end not known"),
    (OPEN_LOW, 1, 0.0, False, "Until then, beginning not known"),
    (HOLLOW, 0, 0.0, False, "Prediction, where it falls due"),
    (EVENT, EVENT_TINT, 0.0, False, "Event"),
)


class Legend(QFrame):
    """A card over the timeline; any click closes it."""

    def __init__(self, session: Session, colours: Theme, painting: Painting, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("floating")
        self.setAccessibleName(tr("Legend of the timeline"))
        self.setAccessibleDescription(". ".join(tr(words) for *_, words in _SHAPES))
        self._session, self._colours, self._painting = session, colours, painting
        self._font = theme.font(0.92)
        rows = max(len(_SHAPES), len(VERDICT_MARKS)) + len(MARKS) // 2 + 2
        self.setFixedSize(_WIDTH, int(rows * _ROW + 22))
        self.hide()

    def mousePressEvent(self, event: object) -> None:
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(self._font)
            for n, (flags, tint, fade, dot, words) in enumerate(_SHAPES):
                y = 12 + n * _ROW
                wide = 11.0 if dot else 26.0 if flags == EVENT else _SHAPE
                box = Box(Item(n, 0, 0, 0, flags, tint), 16 + (_SHAPE - wide) / 2, y + 5, wide, 13.0, fade, fade, dot)
                self._painting.shape(painter, box)
                self._word(painter, 16 + _SHAPE + 12, y, tr(words))
            for n, verdict in enumerate(self._session.store.verdicts.values()):
                y = 12 + n * _ROW
                painter.setPen(self._colours.verdict(verdict)[0])
                painter.drawText(QPointF(336, y + 16), verdict.glyph)
                self._word(painter, 358, y, tr(verdict.label))
            floor = 12 + max(len(_SHAPES), len(VERDICT_MARKS)) * _ROW + 4
            painter.setPen(QPen(QColor(self._colours.line), 1))
            painter.drawLine(QPointF(16, floor), QPointF(self.width() - 16, floor))
            for n, (flag, mark) in enumerate(MARKS.items()):
                words = tr(MARK_WORDS[flag])
                self._word(
                    painter, 16 + n % 2 * 220, floor + 4 + n // 2 * _ROW, f"{mark}  {words[:1].upper()}{words[1:]}"
                )
            note = tr("Coloured columns: too many items to draw singly; zoom in.")
            room = QRectF(16, floor + 6 + 2 * _ROW, self.width() - 32, _ROW)
            text = QFontMetricsF(self._font).elidedText(note, Qt.TextElideMode.ElideRight, room.width())
            painter.setPen(QColor(self._colours.soft))
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)

    def _word(self, painter: QPainter, x: float, y: float, words: str) -> None:
        painter.setPen(QColor(self._colours.ink))
        painter.drawText(QPointF(x, y + 16), words)
