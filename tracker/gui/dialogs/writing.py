"""Progress of a long step that writes to the case, with a button to stop it. The window accepts nothing else meanwhile.

The step runs on the main thread, since the case has one writer; every few hundred rows Qt events are processed.
"""

import time

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QProgressBar, QWidget

from tracker.errors import Stopped
from tracker.gui.widgets.plain import button, column, label, row
from tracker.i18n import tr

_TURN = 0.03  # seconds between two rounds of Qt events


class WritingDialog(QDialog):
    """`report` is the progress callback of the work; it raises Stopped once the person stops it."""

    def __init__(self, words: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Claimline")
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        self.setMinimumWidth(420)
        self._stopped = False
        self._last = 0.0
        layout = column(self, margins=(20, 16, 20, 16), spacing=10)
        layout.addWidget(label(words, self, medium=True, wrap=True))
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 1000)
        layout.addWidget(self.bar)
        stop = button(tr("Stop"), self)
        stop.clicked.connect(self.stop)
        layout.addLayout(row(None, stop))

    def stop(self) -> None:
        self._stopped = True

    def report(self, done: int, total: int) -> None:
        """Show the progress; raises Stopped once the work is to stop."""
        now = time.monotonic()
        if now - self._last >= _TURN:
            self.bar.setValue(min(1000, done * 1000 // max(total, 1)))
            QApplication.processEvents()
            self._last = time.monotonic()
        if self._stopped:
            raise Stopped("Stopped; nothing was changed.")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.stop()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Refuse to close: the step must be rolled back first."""
        self.stop()
        event.ignore()
