"""A form inside the page: labelled fields, save with Ctrl+Enter, discard with Escape.

Typed text survives a failed save, the selection of another claim and a refresh; discarding it takes Escape twice.
"""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from tracker.domain.dates import FuzzyDate
from tracker.gui.editors.fields import ActorField, ChoiceBox, DateField, Line, Lines, Toggles
from tracker.gui.widgets.plain import button, column, label, row
from tracker.i18n import tr

Widget = ActorField | ChoiceBox | DateField | Line | Lines | Toggles


class Form(QFrame):
    """Emits `saved` with the values by key; the owner calls `close_form` when they are stored."""

    saved = Signal(object)
    closed = Signal()

    def __init__(self, title: str, parent: QWidget, *, save: str = "") -> None:
        super().__init__(parent)
        self.setObjectName("form")
        self.fields: dict[str, Widget] = {}
        self._fields = column(self, margins=(12, 10, 12, 10), spacing=4)
        if title:
            self._fields.addWidget(label(title, self, medium=True))
        self._warning = label("", self, role="warn", wrap=True)
        self._warning.hide()
        self._save = button(save or tr("Save"), self, role="primary")
        self._save.setToolTip("Ctrl+Enter")
        self._cancel = button(tr("Cancel"), self)
        self._save.clicked.connect(self.save)
        self._cancel.clicked.connect(self.give_up)
        self._end = row(self._save, self._cancel, None)
        self._fields.addWidget(self._warning)
        self._fields.addLayout(self._end)
        self._warned = False
        self._anchor_of: Callable[[object], int | None] | None = None

    def add(self, key: str, words: str, widget: Widget) -> Widget:
        """Add a field above the buttons."""
        at = self._fields.count() - 2
        self._fields.insertWidget(at, self._named(key, words, widget))
        self._fields.insertWidget(at + 1, widget)
        return widget

    def beside(self, *lines: tuple[str, str]) -> None:
        """Add short fields (key, label) next to each other."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        for at, (key, words) in enumerate(lines):
            line = Line("", self)
            grid.addWidget(self._named(key, words, line), 0, at)
            grid.addWidget(line, 1, at)
        self._fields.insertLayout(self._fields.count() - 2, grid)

    def _named(self, key: str, words: str, widget: Widget) -> QWidget:
        """Connect a field to the form. Returns its label."""
        name = label(words, self, role="soft", scale=0.9)
        name.setBuddy(widget)
        widget.setAccessibleName(words)
        if isinstance(widget, (ActorField, DateField)):
            widget.line.setAccessibleName(words)
        self.fields[key] = widget
        return name

    def line(self, key: str, words: str, text: str = "", hint: str = "") -> Widget:
        return self.add(key, words, Line(text, self, hint=hint))

    def lines(self, key: str, words: str, text: str = "", least: int = 2) -> Widget:
        return self.add(key, words, Lines(text, self, least=least))

    def date(self, key: str, words: str, date: FuzzyDate, anchor: int | None) -> Widget:
        return self.add(key, words, DateField(date, anchor, self))

    def choice(self, key: str, words: str, options: list[tuple[object, str]], value: object) -> Widget:
        return self.add(key, words, ChoiceBox(options, value, self))

    def toggles(self, key: str, words: str, options: tuple[str, ...], chosen: tuple[str, ...]) -> Widget:
        return self.add(key, words, Toggles(options, chosen, self))

    def follow_source(self, anchor_of: Callable[[object], int | None]) -> None:
        """Read the dates relative to the day of the chosen source."""
        self._anchor_of = anchor_of
        source = self.fields["source"]
        if isinstance(source, ChoiceBox):
            source.currentIndexChanged.connect(self._follow)

    def _follow(self) -> None:
        anchor = self._anchor_of(self.fields["source"].value()) if self._anchor_of else None  # type: ignore[union-attr]
        for field in self.fields.values():
            if isinstance(field, DateField):
                field.set_anchor(anchor)

    def values(self) -> dict[str, Any]:
        return {
            key: field.toPlainText().strip() if isinstance(field, Lines) else field.value()
            for key, field in self.fields.items()
        }

    def dirty(self) -> bool:
        return any(field.dirty() for field in self.fields.values())

    def start(self) -> None:
        """Put the cursor into the first field; Tab moves through the fields to the buttons."""
        for before, after in pairwise([*self.fields.values(), self._save, self._cancel]):
            self.setTabOrder(before, after)
        next(iter(self.fields.values())).setFocus(Qt.FocusReason.OtherFocusReason)

    def save(self) -> None:
        self.saved.emit(self.values())

    def give_up(self) -> None:
        """Close; with typed text, warn first and close the second time."""
        if self.dirty() and not self._warned:
            self._warned = True
            self._warning.setText(tr("There is unsaved text. Press Cancel again to discard it."))
            self._warning.show()
            return
        self.close_form()

    def close_form(self) -> None:
        self.hide()
        self.closed.emit()
        self.setParent(None)
        self.deleteLater()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier or self.focusWidget() is self._save:
                self.save()
                return
            self.focusNextChild()
            return
        if event.key() == Qt.Key.Key_Escape:
            self.give_up()
            return
        super().keyPressEvent(event)
