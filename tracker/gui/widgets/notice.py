"""A line over a list: what is shown, and a button for what can be done about it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from tracker.gui.widgets.plain import button, clear, label, row


class Notice(QWidget):
    """Words and a few links; emits `wished` with the key of the clicked link. Hidden while its text is empty."""

    requested = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._line = row(spacing=10)
        self._line.setContentsMargins(14, 6, 12, 6)
        self.setLayout(self._line)
        self._shown: tuple[str, tuple[tuple[str, str], ...]] = ("", ())
        self.hide()

    def say(self, words: str, links: tuple[tuple[str, str], ...] = ()) -> None:
        """Show a text and links (key, text); an empty text hides the line."""
        if (words, links) == self._shown:
            return
        self._shown = (words, links)
        clear(self._line)
        self._line.addWidget(label(words, self, role="soft", wrap=True), 1)
        for key, text in links:
            link = button(text, self, role="link")
            link.setProperty("key", key)
            link.clicked.connect(self._clicked)
            self._line.addWidget(link)
        self.setVisible(bool(words))

    def _clicked(self) -> None:
        self.requested.emit(self.sender().property("key"))
