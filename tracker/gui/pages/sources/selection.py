"""The selection in the reader: the suggestion for it, its command bar, and logging it as suggested."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from tracker.commands.logging_claims import log_suggestion
from tracker.domain.claim import Claim
from tracker.gui.pages.sources.state import ReadingState
from tracker.gui.session import Session
from tracker.gui.widgets.plain import button
from tracker.gui.widgets.reader import Reader
from tracker.i18n import tr

_PAUSE = 120  # milliseconds without change before a selection is read


class SelectionBar(QFrame):
    """The commands for the selected words, floating under them. Emits `key` with log, quote, evidence or event."""

    key = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._parent = parent
        self.setObjectName("floating")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(6, 5, 6, 5)
        layout.setSpacing(4)
        entries: tuple[tuple[str, Callable[[], None]], ...] = (
            (tr("Log claim"), self._log), (tr("Add quote to claim…"), self._quote), (tr("Evidence for…"), self._evidence),
            (tr("Event"), self._event),
        )  # fmt: skip
        for words, pressed in entries:
            command = button(words, self, role="link" if layout.count() else "primary")
            command.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            command.clicked.connect(pressed)
            layout.addWidget(command)
        self.hide()

    def place_at(self, corner: QPoint) -> None:
        """Show under a point of the parent, inside it."""
        self.adjustSize()
        room = self._parent.size()
        x = max(8, min(corner.x() - 40, room.width() - self.width() - 8))
        y = corner.y() + 12
        if y + self.height() > room.height() - 4:
            y = max(4, room.height() - self.height() - 8)
        self.move(x, y)
        self.show()
        self.raise_()

    def _log(self) -> None:
        self.key.emit("log")

    def _quote(self) -> None:
        self.key.emit("quote")

    def _evidence(self) -> None:
        self.key.emit("evidence")

    def _event(self) -> None:
        self.key.emit("event")


class Selection(QObject):
    """Follows the selected words of the reader. Emits `changed` (the new state), `key` (of the bar, see `SelectionBar`)
    and `logged` (words).
    """

    changed = Signal(object)
    key = Signal(str)
    logged = Signal(str)

    def __init__(self, session: Session, reader: Reader, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._reader = session, reader
        self._state: ReadingState | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._rested)
        self.bar = SelectionBar(reader.viewport())
        self.bar.key.connect(self.key)
        reader.picked.connect(self._picked)

    def show_state(self, state: ReadingState) -> None:
        if self._state is None or state.source.id != self._state.source.id:
            self.bar.hide()
        self._state = state

    def cancel(self) -> None:
        """Read no selection any more."""
        self._pause.stop()

    def current(self) -> ReadingState | None:
        """The state with the suggestion for the selected words, computed again only where the selection changed."""
        state, span = self._state, self._reader.picked_span()
        self._pause.stop()
        if state is None or (state.suggestion is not None and state.span == span):
            return state
        return state.selecting(*span)

    def log(self) -> None:
        """Log the selected words as they are suggested."""
        state = self.current()
        if state is None or state.suggestion is None:
            return
        self.changed.emit(state)
        store, source, suggestion, span = self._session.store, state.source, state.suggestion, state.span
        claim = self._session.run(lambda: log_suggestion(store, source, suggestion, span))
        if claim is not None:
            self.finish(claim, tr("Logged {claim}", claim=claim.label))

    def finish(self, saved: object, words: str) -> None:
        """Put the cursor behind the selection, ready for the next one, and select the claim that was saved."""
        if self._state is not None:
            self.changed.emit(replace(self._state, suggestion=None))
        self.bar.hide()
        cursor = self._reader.textCursor()
        cursor.setPosition(cursor.selectionEnd())
        self._reader.setTextCursor(cursor)
        if isinstance(saved, Claim):
            self._session.select(saved.id)
        self._reader.setFocus()
        self.logged.emit(words)

    def _picked(self, start: int, end: int) -> None:
        if self._state is not None and self._state.source.text[start:end].strip():
            self._pause.start()
            return
        self._pause.stop()
        self.bar.hide()
        if self._state is not None and self._state.suggestion is not None:
            self.changed.emit(replace(self._state, suggestion=None))

    def _rested(self) -> None:
        """Show the suggestion for the selection once it has not changed for a moment."""
        if self._state is not None and self._state.source.text[slice(*self._reader.picked_span())].strip():
            state = self.current()
            self.bar.place_at(self._reader.selection_corner())
            self.changed.emit(state)
