"""The card that hovers over the timeline."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from tracker.gui.widgets.plain import label, visible

_WIDTH = 304


class Card(QFrame):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("floating")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFixedWidth(_WIDTH)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(13, 9, 13, 10)
        layout.setSpacing(2)
        self._title = label("", self, medium=True, wrap=True)
        self._lines = label("", self, role="soft", scale=0.92, wrap=True)
        layout.addWidget(self._title)
        layout.addWidget(self._lines)
        self.hide()

    @property
    def text(self) -> str:
        return f"{self._title.text()}\n{self._lines.text()}"

    def show_at(self, corner: QPoint, title: str, lines: list[str]) -> None:
        """Show it beside a point of its parent, whole."""
        self._title.setText(visible(title if len(title) < 120 else title[:117] + "…"))
        self._lines.setText(visible("\n".join(filter(None, lines))))
        layout, around = self.layout(), self.parentWidget()
        if layout is None or around is None:
            return
        self.setFixedHeight(layout.heightForWidth(_WIDTH))
        y = corner.y() + 18
        if y + self.height() > around.height() - 8:
            y = corner.y() - self.height() - 12
        self.move(min(corner.x() + 14, around.width() - self.width() - 8), max(4, y))
        self.show()
        self.raise_()
