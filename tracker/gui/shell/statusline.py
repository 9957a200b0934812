"""The line at the foot of the window: the page's figures, what was just done, what can be undone."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from tracker.gui.widgets.plain import button, label, visible
from tracker.i18n import tr

_MESSAGE_SECONDS = 6


class StatusLine(QWidget):
    """Emits `undo` when the button beside the last step is pressed."""

    undo = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("statusline")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(27)
        self._page = label("", self, role="soft", scale=0.92)
        self._message = label("", self, role="good", scale=0.92)
        self._saved = label("", self, role="soft", scale=0.92)
        self._undo = button("", self, role="link")
        self._undo.clicked.connect(self.undo)
        self._whole = label("", self, role="soft", scale=0.92)
        line = QHBoxLayout(self)
        line.setContentsMargins(14, 0, 14, 0)
        line.setSpacing(12)
        line.addWidget(self._page)
        line.addWidget(self._message)
        line.addStretch(1)
        for widget in (self._saved, self._undo, self._whole):
            line.addWidget(widget)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_MESSAGE_SECONDS * 1000)
        self._timer.timeout.connect(self._message.clear)

    def show_page(self, words: str) -> None:
        """The figures of the page in view."""
        self._page.setText(words)

    def show_case(self, *, read_only: bool, whole: bool, undo: str) -> None:
        """The state of the case; `undo` names the step that can be undone, "" for none."""
        self._saved.setText(tr("read-only") if read_only else tr("All changes saved"))
        self._undo.setText(tr("undo: {step}", step=undo) if undo else "")
        self._undo.setVisible(bool(undo) and not read_only)
        self._whole.setText(tr("integrity ✓") if whole else tr("integrity problem: verify the case file"))

    def show_no_case(self) -> None:
        for text in (self._page, self._saved, self._whole):
            text.setText("")
        self._undo.hide()

    def say(self, words: str) -> None:
        """Show a short message that disappears after some seconds."""
        self._message.setText(visible(words))
        self._timer.start()

    def clear(self, words: str) -> None:
        """Remove a message if it is still shown."""
        if words and self._message.text() == visible(words):
            self._message.clear()

    def page(self) -> str:
        """The figures shown."""
        return self._page.text()

    def message(self) -> str:
        """The message shown."""
        return self._message.text()
