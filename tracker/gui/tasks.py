"""Long work off the main thread, one task at a time each, with an answer on the main thread."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

from tracker.errors import ClaimlineError


class Task(QObject):
    """A piece of work in a worker thread. `cancel` drops its answer; the work itself ends on its own limits."""

    done = Signal(object)
    failed = Signal(str)

    def __init__(self, work: Callable[[], Any], parent: QObject) -> None:
        super().__init__(parent)
        self._runnable = _Runnable(work)
        self._runnable.answers.done.connect(self._answer)
        self._runnable.answers.failed.connect(self._fail)
        self._cancelled = False

    def start(self) -> None:
        QThreadPool.globalInstance().start(self._runnable)

    def cancel(self) -> None:
        self._cancelled = True

    def _answer(self, value: object) -> None:
        if not self._cancelled:
            self.done.emit(value)

    def _fail(self, message: str) -> None:
        if not self._cancelled:
            self.failed.emit(message)


class _Answers(QObject):
    done = Signal(object)
    failed = Signal(str)


class _Runnable(QRunnable):
    def __init__(self, work: Callable[[], Any]) -> None:
        super().__init__()
        self.setAutoDelete(False)
        self.answers = _Answers()
        self._work = work

    def run(self) -> None:
        try:
            value = self._work()
        except ClaimlineError as error:
            self.answers.failed.emit(str(error))
        else:
            self.answers.done.emit(value)
