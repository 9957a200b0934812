"""What takes a while: what it is, how far it is, and a way to stop it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressBar, QWidget

from tracker.gui.tasks import Task
from tracker.gui.widgets.plain import button, label, row
from tracker.i18n import tr


class Working(QWidget):
    """A line in the window while a task runs; hidden otherwise."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.words = label("", self)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setMaximumWidth(280)
        stop = button(tr("Stop"), self)
        stop.clicked.connect(self.stop)
        line = row(self.words, self.bar, stop, None, spacing=12)
        line.setContentsMargins(16, 6, 12, 6)
        self.setLayout(line)
        self._task: Task | None = None
        self.hide()

    def watch(self, task: Task, words: str) -> None:
        """Start a task and show it until it ends."""
        self._task = task
        self.words.setText(words)
        self.bar.setRange(0, 0)
        task.progress.connect(self._moved)
        task.done.connect(self._over)
        task.failed.connect(self._over)
        self.show()
        task.start()

    def busy(self) -> bool:
        return self._task is not None

    def _moved(self, done: object, total: object) -> None:
        if isinstance(done, int) and isinstance(total, int) and total > 0:
            self.bar.setRange(0, 1000)
            self.bar.setValue(min(1000, done * 1000 // total))

    def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
        self._over()

    def _over(self) -> None:
        self._task = None
        self.hide()
