"""A source's text to read and select from, with the logged words highlighted.

The text is set as plain text and never parsed as markup; offsets are characters of the text, which Qt
counts differently beyond the Basic Multilingual Plane.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QMimeData, QPoint, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit, QWidget

from tracker.domain.sentences import sentences
from tracker.gui import theme
from tracker.gui.theme import Theme


@dataclass(frozen=True, slots=True)
class Highlight:
    """A highlight: characters start…end, the id of their claim, and the colours of its verdict."""

    start: int
    end: int
    claim_id: int
    wash: QColor
    line: QColor


class Reader(QTextEdit):
    """Emits `picked` (start, end) when the selection changes, `clicked` (claim id) on a highlight, and `key` with
    one of log, edit, quote, evidence, event, next (the next suggested sentence), dismiss, after or before (the next or last logged words).
    """

    picked = Signal(int, int)
    clicked = Signal(object)
    key = Signal(str)

    def __init__(self, colours: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("reader")
        self.setReadOnly(True)
        self.setAcceptRichText(False)
        self.setUndoRedoEnabled(False)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setFont(theme.font(1.14))
        self.setFrameShape(QTextEdit.Shape.NoFrame)
        self.setViewportMargins(48, 6, 34, 6)
        self.setAccessibleName("Text of the source")
        self._colours = colours
        self._text = ""
        self._astral: list[int] = []
        self._highlights: list[Highlight] = []
        self.selectionChanged.connect(self._picked)

    def show_text(self, text: str) -> None:
        """Show another text from its beginning; the same text stays where it is."""
        if text == self._text:
            return
        self._text = text
        self._astral = [at for at, character in enumerate(text) if ord(character) > 0xFFFF]
        self.clear()
        cursor = self.textCursor()
        block = QTextBlockFormat()
        block.setLineHeight(155, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        block.setBottomMargin(9)
        characters = QTextCharFormat()
        characters.setForeground(QColor(self._colours.ink))
        cursor.setBlockFormat(block)
        cursor.insertText(text, characters)
        cursor.setPosition(0)
        self.setTextCursor(cursor)

    def show_highlights(
        self, highlights: list[Highlight], lit: int | None = None, suggested: Sequence[tuple[int, int]] = ()
    ) -> None:
        """Mark the logged words, those of the claim `lit` stronger; a dotted line under what is suggested."""
        self._highlights = highlights
        selections = []
        for start, end in suggested:
            dotted = QTextEdit.ExtraSelection()
            dotted.cursor = self._cursor(start, end)
            dotted.format.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
            dotted.format.setUnderlineColor(QColor(self._colours.faint))
            selections.append(dotted)
        for mark in highlights:
            selection = QTextEdit.ExtraSelection()
            selection.cursor = self._cursor(mark.start, mark.end)
            selection.format.setBackground(mark.wash if mark.claim_id != lit else mark.wash.darker(112))
            selection.format.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
            selection.format.setUnderlineColor(mark.line)
            selections.append(selection)
        self.setExtraSelections(selections)

    def reveal(self, start: int, end: int) -> None:
        """Select characters start…end and bring them into view."""
        self.setTextCursor(self._cursor(start, end))
        self.ensureCursorVisible()

    def picked_span(self) -> tuple[int, int]:
        cursor = self.textCursor()
        return self._offset(cursor.selectionStart()), self._offset(cursor.selectionEnd())

    def selection_corner(self) -> QPoint:
        """The place for a widget under the selection, in viewport coordinates."""
        cursor = self.textCursor()
        cursor.setPosition(cursor.selectionEnd())
        return self.cursorRect(cursor).bottomLeft()

    def select_sentence(self, step: int, *, extend: bool = False) -> None:
        """Select the next (1) or previous (-1) sentence, or add it to the selection."""
        start, end = self.picked_span()
        spans = sentences(self._text)
        if step > 0:
            found = next((span for span in spans if span[0] >= end and (end or span[0] >= 0)), None)
        else:
            found = next((span for span in reversed(spans) if span[1] <= start), None)
        if found is not None:
            self.reveal(min(start, found[0]) if extend else found[0], max(end, found[1]) if extend else found[1])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if control and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.select_sentence(1 if event.key() == Qt.Key.Key_Down else -1, extend=shift)
            return
        request = {Qt.Key.Key_S: "next", Qt.Key.Key_N: "after", Qt.Key.Key_P: "before"}.get(Qt.Key(event.key()))
        if not control and request:
            self.key.emit(request)
            return
        if not control and self.textCursor().hasSelection():
            request = {
                Qt.Key.Key_Return: "log", Qt.Key.Key_Enter: "log", Qt.Key.Key_E: "edit", Qt.Key.Key_Q: "quote",
                Qt.Key.Key_V: "evidence", Qt.Key.Key_T: "event", Qt.Key.Key_X: "dismiss",
            }.get(Qt.Key(event.key()))  # fmt: skip
            if request:
                self.key.emit(request)
                return
        super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if not self.textCursor().hasSelection():
            at = self._offset(self.cursorForPosition(event.position().toPoint()).position())
            for mark in self._highlights:
                if mark.start <= at < mark.end:
                    self.clicked.emit(mark.claim_id)
                    return

    def createMimeDataFromSelection(self) -> QMimeData:
        data = QMimeData()
        data.setText(self._text[slice(*self.picked_span())])
        return data

    def _picked(self) -> None:
        self.picked.emit(*self.picked_span())

    def _cursor(self, start: int, end: int) -> QTextCursor:
        cursor = self.textCursor()
        cursor.setPosition(self._position(start))
        cursor.setPosition(self._position(end), QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _position(self, offset: int) -> int:
        """Qt's position (UTF-16 units) of a character offset."""
        offset = max(0, min(offset, len(self._text)))
        return offset + bisect_left(self._astral, offset)

    def _offset(self, position: int) -> int:
        """The character offset of a position of Qt's."""
        low, high = 0, len(self._astral)
        while low < high:
            middle = (low + high) // 2
            if self._astral[middle] + middle < position:
                low = middle + 1
            else:
                high = middle
        return position - low
