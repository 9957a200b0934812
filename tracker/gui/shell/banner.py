"""A sentence over the page that stays until it is dismissed."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from tracker.gui.widgets.plain import button, label, visible
from tracker.i18n import tr


class Banner(QWidget):
    """Shows an error in a sentence until it is dismissed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 6, 10, 6)
        self.words = label("", self, wrap=True)
        close = button("×", self, role="link", tip=tr("Close"))
        close.clicked.connect(self.hide)
        line.addWidget(self.words, 1)
        line.addWidget(close)
        self.hide()

    def say(self, words: str) -> None:
        """Show a sentence; an empty text hides the banner."""
        self.words.setText(visible(words))
        self.setVisible(bool(words))
