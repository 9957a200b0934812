"""Labels of items as cached pictures: drawing text is slow, so each text is rendered once and then copied."""

from collections import OrderedDict

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPixmap

from tracker.gui.widgets.plain import visible
from tracker.timeline.item import Item
from tracker.timeline.items import Items
from tracker.timeline.labels import words_of
from tracker.timeline.rows import MANY

_MOST_PICTURES = 2_000  # of about 15 kB each
_MOST_WORDS = 10_000
_NEW_IN_A_FRAME = 10


class Labels:
    """Labels of some items, cut to `longest` pixels. Where there are many items only a few new labels are rendered in a frame;
    the others follow in the next frames.
    """

    def __init__(self, font: QFont, bold: QFont, longest: float) -> None:
        self.font, self.bold, self.longest = font, bold, longest
        self.height = int(QFontMetricsF(font).height()) + 2
        self._advance = _Advances(QFontMetricsF(font))
        self._items: Items | None = None
        self._words: OrderedDict[int, tuple[str, float]] = OrderedDict()
        self._pictures: OrderedDict[tuple[int, int, bool], QPixmap] = OrderedDict()
        self._left = _NEW_IN_A_FRAME

    def follow(self, items: Items) -> None:
        """Use other items; cached labels are dropped."""
        self._items = items
        self._words.clear()
        self._pictures.clear()

    def forget(self, item_id: int) -> None:
        """An item's words have changed."""
        self._words.pop(item_id, None)
        for key in [key for key in self._pictures if key[0] == item_id]:
            del self._pictures[key]

    def begin_frame(self) -> None:
        self._left = _NEW_IN_A_FRAME

    def words(self, item: Item) -> tuple[str, float] | None:
        """An item's label and its width; None when it has to wait for the next frame."""
        known = self._words.get(item.id)
        if known is not None:
            return known
        if self._items is None:
            return None
        if len(self._items) > MANY:
            if self._left <= 0:
                return None
            self._left -= 1
        statement, note = self._items.label(item.id)
        # No label is wider than its space: letters beyond twice the number that fits are never measured.
        label = words_of(item, visible(statement[:160]), note, self._measure, self.longest)
        self._words[item.id] = label
        if len(self._words) > _MOST_WORDS:
            self._words.popitem(last=False)
        return label

    def _measure(self, text: str) -> float:
        """A text width in pixels as the sum of its letters' widths: ten times faster, and exact to a pixel or two."""
        return sum(map(self._advance.__getitem__, text))

    def paint(self, painter: QPainter, at: QPointF, item_id: int, text: str, colour: QColor, *, bold: bool) -> None:
        """Draw a label with its top left corner there."""
        key = (item_id, colour.rgba(), bold)
        picture = self._pictures.get(key)
        if picture is None:
            used = self.bold if bold else self.font
            picture = self._pictures[key] = picture_of(text, used, colour, painter.device().devicePixelRatio())
            if len(self._pictures) > _MOST_PICTURES:
                self._pictures.popitem(last=False)
        else:
            self._pictures.move_to_end(key)
        painter.drawPixmap(at, picture)


class _Advances(dict[str, float]):
    """The width of each letter of a font, measured once."""

    def __init__(self, metrics: QFontMetricsF) -> None:
        super().__init__()
        self._metrics = metrics

    def __missing__(self, letter: str) -> float:
        wide = self[letter] = self._metrics.horizontalAdvance(letter)
        return wide


def picture_of(text: str, font: QFont, colour: QColor, ratio: float) -> QPixmap:
    """A text on a transparent picture of its width; the baseline is an ascent and a pixel below the top."""
    metrics = QFontMetricsF(font)
    width, height = metrics.horizontalAdvance(text) + 2, int(metrics.height()) + 2
    picture = QPixmap(int(width * ratio) + 1, int(height * ratio) + 1)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    with QPainter(picture) as painter:
        painter.setFont(font)
        painter.setPen(colour)
        painter.drawText(QPointF(0, metrics.ascent() + 1), text)
    return picture
