"""The slider over the steps of the case, which shows the case as of any of them."""

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import QSlider, QWidget

from tracker.commands import placing_past
from tracker.gui.pages.timeline.state import TimelineState
from tracker.gui.pages.timeline.toolbar import Bar
from tracker.gui.tasks import Task
from tracker.gui.widgets.plain import button, label, row, visible
from tracker.i18n import tr
from tracker.store.history import Step
from tracker.timeline import density
from tracker.timeline.density import Sums

_PAUSE = 60  # milliseconds without a move of the slider before its step is read


class PastBar(Bar):
    """Hidden until it is opened. Emits `read` (Past, Sums) when an earlier state has been read in a thread, and `closed` when
    today is wanted again.
    """

    read = Signal(object, object)
    closed = Signal()

    def __init__(self, state: TimelineState, parent: QWidget) -> None:
        super().__init__(40, parent)
        self._state = state
        self._task: Task | None = None
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setAccessibleName(tr("Step of the case"))
        self.slider.setMinimumWidth(280)
        self._words = label("", self, role="soft")
        now = button(tr("Back to today"), self, role="link")
        now.clicked.connect(self.closed)
        line = row(label(tr("As of step"), self), self.slider, self._words, None, now, spacing=10)
        line.setContentsMargins(14, 0, 14, 0)
        self.setLayout(line)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self.look)
        self.slider.valueChanged.connect(self._slid)
        self.hide()

    def follow(self) -> None:
        """Add new steps to the slider, stay at the chosen earlier one, and reload it."""
        last = self._state.session.store.last_step.n
        with QSignalBlocker(self.slider):
            behind = self._state.past is not None and self.slider.value() < self.slider.maximum()
            self.slider.setRange(1, last)
            self.slider.setPageStep(max(1, last // 10))
            if not behind:
                self.slider.setValue(last)
        self.look()

    def _slid(self, _: int) -> None:
        self._pause.start()

    def look(self) -> None:
        """Read the case as of the step of the slider."""
        state, session = self._state, self._state.session
        path = session.store.path
        if path is None or not self.isVisible():
            return
        step, query, today = self.slider.value(), session.query, session.index.today
        place, lanes, dim = state.place, state.lanes, state.dims

        def work() -> tuple[placing_past.Past, Sums]:
            past = placing_past.past(path, step, query, today=today, place=place, lanes=lanes, dim=dim)
            return past, density.sums(past.items)

        self.cancel()
        self._task = Task(work, self)
        self._task.done.connect(self._ready)
        self._task.failed.connect(session.failed)
        self._task.start()

    def cancel(self) -> None:
        """Give up what is being read."""
        self._pause.stop()
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _ready(self, answer: tuple[placing_past.Past, Sums]) -> None:
        self._task = None
        past, sums = answer
        self._words.setText(visible(_step_text(past.step)))
        self.read.emit(past, sums)


def _step_text(step: Step) -> str:
    return f"{step.n} · {step.name} · {step.author} · {step.at[:16].replace('T', ' ')}"
