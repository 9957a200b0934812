"""The fields of forms: one line, several lines, a fuzzy date, an actor, a choice."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QStringListModel, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QHBoxLayout, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from tracker.domain.dates import UNDATED, FuzzyDate, read_date
from tracker.domain.dates.saying import say
from tracker.gui import theme
from tracker.gui.widgets.plain import button, clear, column, label, visible
from tracker.i18n import tr

_MOST_LINES = 14  # lines shown at once; more are scrolled


def leaves_undo(event: QEvent, can_undo: bool) -> bool:
    """Whether Ctrl+Z undoes a step of the case because the field has no edit to undo."""
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent) or can_undo:
        return False
    return event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo)


class Lines(QPlainTextEdit):
    """Several lines of plain text that grow with what is typed; Tab leaves the field."""

    committed = Signal(str)

    def __init__(
        self, text: str, parent: QWidget, *, least: int = 2, flat: bool = False, scale: float = 1.0, bold: bool = False
    ) -> None:
        super().__init__(parent)
        self._least, self._kept = least, text
        if flat:
            self.setProperty("role", "flat")
        self.setFont(theme.font(scale, bold=bold))
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setPlainText(text)
        self.document().setDocumentMargin(2)
        self.textChanged.connect(self._grow)
        self._grow()

    def dirty(self) -> bool:
        return self.toPlainText() != self._kept

    def keep(self, text: str) -> None:
        """Show the stored text, unless something else has been typed meanwhile."""
        untouched = not self.dirty()
        self._kept = text
        if untouched and self.toPlainText() != text:
            self.setPlainText(text)

    def commit(self) -> None:
        """Emit the typed text if it differs from the stored text; the owner calls `keep` when it is saved."""
        if self.dirty():
            self.committed.emit(self.toPlainText())

    def restore(self, typed: str) -> None:
        """Show typed text that could not be saved, still marked as unsaved."""
        self.setPlainText(typed)

    def _grow(self) -> None:
        lines = 0
        block = self.document().firstBlock()
        while block.isValid():
            lines += max(1, block.layout().lineCount() if block.layout() else 1)
            block = block.next()
        longer = lines > _MOST_LINES
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if longer else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(policy)
        lines = max(self._least, min(lines, _MOST_LINES))
        self.setFixedHeight(int(self.fontMetrics().lineSpacing() * lines + 14))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._grow()

    def event(self, event: QEvent) -> bool:
        if leaves_undo(event, self.document().isUndoAvailable()):
            event.ignore()
            return False
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.commit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            if self.property("role") == "flat":
                self.commit()
            else:
                event.ignore()
            return
        super().keyPressEvent(event)


class Line(QLineEdit):
    """One line of text."""

    def __init__(self, text: str, parent: QWidget, *, hint: str = "") -> None:
        super().__init__(text, parent)
        self._kept = text
        self.setPlaceholderText(hint)

    def dirty(self) -> bool:
        return self.text() != self._kept

    def value(self) -> str:
        return self.text().strip()


class DateField(QWidget):
    """A date in any words. Its meaning is shown beneath while typing; ambiguous words offer a choice."""

    changed = Signal()

    def __init__(self, date: FuzzyDate, anchor: int | None, parent: QWidget, *, hint: str = "") -> None:
        super().__init__(parent)
        if date.words and not date.edtf:
            date = read_date(date.words, anchor)  # readings are not stored: ask again
        self._kept = self._date = date
        self._anchor = anchor
        self.line = QLineEdit(date.words or date.edtf, self)
        self.line.setPlaceholderText(hint or tr("mid-July 2025, 2025年年底, 2025-07 …"))
        self._meaning = label("", self, role="soft", scale=0.9)
        self._choices = QWidget(self)
        self._choice_row = QHBoxLayout(self._choices)
        self._choice_row.setContentsMargins(0, 0, 0, 0)
        layout = column(self, spacing=1)
        layout.addWidget(self.line)
        layout.addWidget(self._meaning)
        layout.addWidget(self._choices)
        self.setFocusProxy(self.line)
        self.line.textChanged.connect(self._read)
        self._show()

    def value(self) -> FuzzyDate:
        return self._date

    def dirty(self) -> bool:
        return self._date != self._kept

    def set_anchor(self, anchor: int | None) -> None:
        """Read the words again, relative to another day."""
        self._anchor = anchor
        self._read(self.line.text())

    def _read(self, text: str) -> None:
        words = text.strip()
        if words and words == (self._kept.words or self._kept.edtf) and self._kept.anchor == self._anchor:
            self._date = self._kept
        else:
            self._date = read_date(words, self._anchor) if words else UNDATED
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        clear(self._choice_row)
        date = self._date
        if date.readings:
            text = tr("Which one?")
            for reading in date.readings:
                choice = button(say(reading), self._choices)
                choice.setProperty("edtf", reading.edtf)
                choice.clicked.connect(self._choose)
                self._choice_row.addWidget(choice)
            self._choice_row.addStretch(1)
        elif date.edtf:
            inferred = tr(", read against the source's date") if date.inferred else ""
            text = f"{date.edtf} · {say(date)}{inferred}"
        else:
            text = tr("Not understood: stored as written, without a date.") if date.words else ""
        self._meaning.setText(text)
        self._meaning.setVisible(bool(text))
        self._choices.setVisible(bool(date.readings))

    def _choose(self) -> None:
        sender = self.sender()
        edtf = sender.property("edtf") if isinstance(sender, QPushButton) else ""
        for reading in self._date.readings:
            if reading.edtf == edtf:
                self._date = reading
                break
        self._show()
        self.changed.emit()
        self.line.setFocus()


class ActorField(QWidget):
    """A name, completed from the known actors; words in brackets describe somebody without a name."""

    def __init__(self, text: str, names: Sequence[str], known: Callable[[str], str], parent: QWidget) -> None:
        super().__init__(parent)
        self._kept, self._known = text, known
        self.line = QLineEdit(text, self)
        self.line.setPlaceholderText(tr("Name, or a description in brackets: (former staff)"))
        completer = QCompleter(self)
        completer.setModel(QStringListModel([visible(name) for name in names], completer))
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.line.setCompleter(completer)
        self._hint = label("", self, role="soft", scale=0.9)
        layout = column(self, spacing=1)
        layout.addWidget(self.line)
        layout.addWidget(self._hint)
        self.setFocusProxy(self.line)
        self.line.textChanged.connect(self._describe)
        self._describe(text)

    def value(self) -> str:
        return self.line.text().strip()

    def dirty(self) -> bool:
        return self.line.text() != self._kept

    def _describe(self, text: str) -> None:
        hint = self._known(text.strip()) if text.strip() else ""
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))


class ChoiceBox(QComboBox):
    """A choice of one value, each with a label."""

    def __init__(self, options: Sequence[tuple[object, str]], value: object, parent: QWidget) -> None:
        super().__init__(parent)
        self._values = [option for option, _ in options]
        for _, words in options:
            self.addItem(visible(words)[:120])
        if value in self._values:
            self.setCurrentIndex(self._values.index(value))
        self._kept = self.value()
        self.setMinimumContentsLength(8)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)

    def value(self) -> object:
        return self._values[self.currentIndex()] if self._values else None

    def choose(self, value: object) -> None:
        if value in self._values:
            self.setCurrentIndex(self._values.index(value))

    def offer(self, value: object, words: str) -> None:
        """Add a value, or change its label."""
        if value in self._values:
            self.setItemText(self._values.index(value), visible(words)[:120])
            return
        self._values.append(value)
        self.addItem(visible(words)[:120])

    def set_options(self, options: Sequence[tuple[object, str]], value: object) -> None:
        """Other values to choose from."""
        self._values = [option for option, _ in options]
        self.clear()
        self.addItems([visible(words)[:120] for _, words in options])
        self.choose(value)

    def dirty(self) -> bool:
        return self.value() != self._kept


class Toggles(QWidget):
    """A choice of several values, as toggle buttons."""

    def __init__(self, words: Sequence[str], chosen: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self._kept = tuple(chosen)
        self._buttons: dict[str, QPushButton] = {}
        layout = column(self, spacing=2)
        for start in range(0, len(words), 4):
            line = QHBoxLayout()
            line.setSpacing(2)
            for word in words[start : start + 4]:
                toggle = button(tr(word), self, role="segment")
                toggle.setCheckable(True)
                toggle.setChecked(word in chosen)
                self._buttons[word] = toggle
                line.addWidget(toggle)
            line.addStretch(1)
            layout.addLayout(line)

    def value(self) -> tuple[str, ...]:
        return tuple(word for word, toggle in self._buttons.items() if toggle.isChecked())

    def dirty(self) -> bool:
        return self.value() != self._kept
