"""Opens a window and measures its first paint: `first_paint.py` a bare window, `first_paint.py CASE` Claimline's.

`bench_start` runs this as a separate process. When the window is painted, it prints the milliseconds of
processor time used so far; then it stops its background work (backup, comparison of claims) and exits.
"""

import sys
import threading
import time
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QWidget

sys.path.insert(0, str(Path(__file__).parent.parent))


class _Watch(QObject):
    """Calls back once when the window has been painted."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._drawn = False
        window.installEventFilter(self)

    def eventFilter(self, window: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.UpdateRequest or self._drawn:
            return False
        self._drawn = True
        window.event(event)
        print(time.process_time() * 1000, flush=True)
        QTimer.singleShot(0, QApplication.quit)
        return True


def bare() -> tuple[QApplication, QWidget]:
    """A window of Qt with one label."""
    qt = QApplication([])
    window = QLabel("Claimline")
    window.resize(1440, 900)
    window.show()
    return qt, window


def ours(case: Path) -> tuple[QApplication, QWidget]:
    """Our window on a case."""
    from tracker import app

    qt, window = app.shown(case)
    assert window.session is not None, f"{case} did not open"
    return qt, window


if __name__ == "__main__":
    qt, window = ours(Path(sys.argv[1])) if len(sys.argv) > 1 else bare()
    watch = _Watch(window)
    qt.exec()
    while threading.active_count() > 1:
        qt.processEvents()
    window.close()
