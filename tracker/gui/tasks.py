"""Long work in a thread; its result is delivered on the main thread."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import QObject, Signal

from tracker.errors import ClaimlineError, Stopped

THREAD = "claimline-task"


def _nothing() -> None:
    """The work of a task that has begun."""


class Task(QObject):
    """A function run in a thread. `cancel` drops its result; work that calls `report` stops there, other work at its own
    limits. `progress` emits (done, total) as reported.
    """

    waiting: ClassVar[list[Callable[[], None]] | None] = None  # results that arrived while a step was written

    progress = Signal(object, object)
    done = Signal(object)
    failed = Signal(str)
    _answered = Signal(object)
    _refused = Signal(str)
    _broke = Signal(object)

    def __init__(self, work: Callable[[], Any], parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self._cancelled = False
        self._answered.connect(self._answer)
        self._refused.connect(self._refuse)
        self._broke.connect(self._raise)

    def start(self) -> None:
        threading.Thread(target=self._run, name=THREAD, daemon=True).start()

    def cancel(self) -> None:
        self._cancelled = True

    def report(self, done: int, total: int) -> None:
        """Report progress, called by the work; raises Stopped once it was cancelled."""
        if self._cancelled:
            raise Stopped("Stopped; nothing was done.")
        self.progress.emit(done, total)

    def going(self) -> bool:
        """Whether it was not cancelled."""
        return not self._cancelled

    def _run(self) -> None:
        with suppress(RuntimeError):  # the window may be closed when the work ends
            work, self._work = self._work, _nothing  # frees what the work refers to, such as the bytes of a file
            try:
                value = work()
            except ClaimlineError as error:
                self._refused.emit(str(error))
            except Exception as error:
                self._broke.emit(error)
            else:
                self._answered.emit(value)

    @classmethod
    @contextmanager
    def hold_results(cls) -> Iterator[None]:
        """Hold back task results while a step is written: Qt events run then, but no result may write into the step."""
        cls.waiting = []
        try:
            yield
        finally:
            came, cls.waiting = cls.waiting, None
            for answer in came:
                answer()

    def _raise(self, error: Exception) -> None:
        """Report an unexpected error in the work like any other bug."""
        self._refuse("Unexpected error in Claimline; the report has the details. Nothing was changed.")
        raise error

    def _answer(self, value: object) -> None:
        if Task.waiting is not None:
            Task.waiting.append(partial(self._answer, value))
            return
        if not self._cancelled:
            self.done.emit(value)

    def _refuse(self, message: str) -> None:
        if Task.waiting is not None:
            Task.waiting.append(partial(self._refuse, message))
            return
        if not self._cancelled:
            self.failed.emit(message)
