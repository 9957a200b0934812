"""A button with a Python value."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from tracker.gui.widgets.plain import set_tip, visible


class ValueButton(QPushButton):
    """Emits `chosen` with its value when it is pressed. `name` is its accessible name where its text is a glyph."""

    chosen = Signal(object)

    def __init__(self, words: str, value: object, parent: QWidget, *, role: str = "link", name: str = "") -> None:
        super().__init__(visible(words).replace("&", "&&"), parent)
        self.value = value
        self.setAccessibleName(name or words)
        if role:
            self.setProperty("role", role)
        if name:
            set_tip(self, name)
        self.clicked.connect(self._pressed)

    def _pressed(self) -> None:
        self.chosen.emit(self.value)
