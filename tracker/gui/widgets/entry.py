"""The lines of the rail: an entry with its count, and sections of them that fold."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QPushButton, QSizePolicy, QWidget

from tracker.gui import theme
from tracker.gui.theme import Theme
from tracker.gui.widgets.plain import button, clear, column, set_tip, visible
from tracker.i18n import tr


class Entry(QPushButton):
    """A glyph, words and a count; the glyph may have a colour of its own."""

    def __init__(self, key: str, glyph: str, words: str, colours: Theme, parent: QWidget, tint: str = "") -> None:
        super().__init__(parent)
        self.key = key
        self._glyph, self._words, self._colours, self._tint = glyph, words, colours, tint
        self._count: int | None = None
        self.setProperty("role", "rail")
        self.setFixedHeight(26)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(words)
        set_tip(self, words)

    def rename(self, words: str) -> None:
        self._words = words
        self.setAccessibleName(words)
        self.update()

    def show_count(self, count: int | None) -> None:
        self._count = count
        self.setAccessibleDescription("" if count is None else f"{count:,}")
        self.update()

    def count(self) -> int | None:
        return self._count

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        with QPainter(self) as painter:
            down = self.isChecked()
            box = self.rect().adjusted(9, 0, -9, 0)
            align = Qt.AlignmentFlag.AlignVCenter
            painter.setFont(theme.font(bold=down))
            ink = QColor(self._colours.link if down else self._colours.ink)
            painter.setPen(QColor(self._tint) if self._tint else ink)
            painter.drawText(box, align | Qt.AlignmentFlag.AlignLeft, self._glyph)
            room = box.adjusted(20, 0, -self._count_width(painter) - 8, 0)
            painter.setPen(ink)
            painter.setFont(theme.font(bold=down))
            text = painter.fontMetrics().elidedText(visible(self._words), Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, align | Qt.AlignmentFlag.AlignLeft, text)
            if self._count is not None:
                painter.setFont(theme.font(0.92))
                painter.setPen(QColor(self._colours.soft))
                painter.drawText(box, align | Qt.AlignmentFlag.AlignRight, f"{self._count:,}")

    def _count_width(self, painter: QPainter) -> int:
        return 0 if self._count is None else painter.fontMetrics().horizontalAdvance(f"{self._count:,}")


class Movable(Entry):
    """An entry that can be reordered in its section, by dragging or Alt with an arrow.

    Emits `moved` (by how many places), `dropped` when the drag ends, `menu_wanted` (screen position).
    """

    moved = Signal(int)
    dropped = Signal()
    menu_wanted = Signal(QPoint)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._grabbed, self._dragged = event.globalPosition().toPoint(), False
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        if not event.buttons() & Qt.MouseButton.LeftButton:
            return
        away = event.globalPosition().toPoint().y() - self._grabbed.y()
        if self._dragged or abs(away) >= QApplication.startDragDistance():
            self._dragged = True
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            pitch = self.height() + 2
            places = round(away / pitch)
            if places:
                self._grabbed += QPoint(0, places * pitch)
                self.moved.emit(places)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.unsetCursor()
        if self._dragged:
            self.setDown(False)
            self._dragged = False
            self.dropped.emit()
        else:
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
            self.dropped.emit()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_wanted.emit(event.globalPos())


class Section(QWidget):
    """A heading that folds the entries below it."""

    folded = Signal(str, bool)

    def __init__(self, key: str, words: str, parent: QWidget, *, open_: bool = True) -> None:
        super().__init__(parent)
        self.key = key
        self._words, self._open = words, open_
        self.head = button("", self, role="fold")
        self.head.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.head.clicked.connect(self._turn)
        self._body = QWidget(self)
        self.entries = column(self._body, spacing=2)
        layout = column(self, spacing=2)
        layout.addWidget(self.head)
        layout.addWidget(self._body)
        self._show()

    def add(self, entry: Entry) -> None:
        self.entries.addWidget(entry)

    def empty(self) -> None:
        clear(self.entries)

    def _turn(self) -> None:
        self._open = not self._open
        self._show()
        self.folded.emit(self.key, not self._open)

    def _show(self) -> None:
        self.head.setText(f"{self._words.upper()}  {'▾' if self._open else '▸'}")
        self.head.setAccessibleName(self._words)
        self.head.setAccessibleDescription(tr("open") if self._open else tr("folded"))
        self._body.setVisible(self._open)
