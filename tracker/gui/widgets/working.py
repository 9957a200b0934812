"""Progress of a task: its label, how far it is, and a button to stop it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from tracker.gui.tasks import Task
from tracker.gui.widgets.plain import button, label, row
from tracker.i18n import tr


class Working(QWidget):
    """A line in the window while a task runs; hidden otherwise. Emits `changed` when one begins or ends."""

    changed = Signal()

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
        self._tasks: list[tuple[Task, str]] = []  # the latest is shown
        self.hide()

    def watch(self, task: Task, words: str) -> None:
        """Start a task and show it until it ends."""
        self._tasks.append((task, words))
        self._show_latest()
        task.progress.connect(self._moved)
        task.done.connect(self._over)
        task.failed.connect(self._over)
        task.start()

    def busy(self) -> bool:
        return bool(self._tasks)

    def _moved(self, done: object, total: object) -> None:
        latest = self._tasks[-1][0] if self._tasks else None
        if self.sender() is latest and isinstance(done, int) and isinstance(total, int) and total > 0:
            self.bar.setRange(0, 1000)
            self.bar.setValue(min(1000, done * 1000 // total))

    def stop(self) -> None:
        """Stop the task shown."""
        if self._tasks:
            task, _ = self._tasks.pop()
            task.cancel()
        self._show_latest()

    def stop_all(self) -> None:
        """Stop all running tasks."""
        while self._tasks:
            self.stop()

    def _over(self) -> None:
        ended = self.sender()
        self._tasks = [(task, words) for task, words in self._tasks if task is not ended]
        self._show_latest()

    def _show_latest(self) -> None:
        self.setVisible(bool(self._tasks))
        if self._tasks:
            self.words.setText(self._tasks[-1][1])
            self.bar.setRange(0, 0)
        self.changed.emit()
