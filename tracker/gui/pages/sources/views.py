"""The source to read: its text, or the preserved original as it looks, with the logged words marked in both."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedLayout, QWidget

from tracker.gui.pages.sources.state import ReadingState
from tracker.gui.session import Session
from tracker.gui.theme import Theme
from tracker.gui.widgets.original import OriginalView
from tracker.gui.widgets.reader import Highlight, Reader
from tracker.i18n import tr
from tracker.store import captures


class Views(QWidget):
    """Emits `key` with the command of a key pressed in the text or on the original (see `Reader`), `clicked` (claim id) on marked
    words.
    """

    key = Signal(str)
    clicked = Signal(object)

    def __init__(self, session: Session, colours: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._state: ReadingState | None = None
        self._shown_sha = ""  # of the original in view; "" while the text is
        self._marked: tuple[object, ...] = ()
        self.reader = Reader(colours, self)
        self.original = OriginalView(colours, self)
        self.reader.key.connect(self.key)
        self.reader.clicked.connect(self.clicked)
        self.original.key.connect(self.key)
        self.original.clicked.connect(self.clicked)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.reader)
        self._stack.addWidget(self.original)

    def show_state(self, state: ReadingState) -> None:
        """Show the text, and the original where it is visible and has changed."""
        self._state = state
        nothing = tr(
            "This source has no text: it is stored as {what}.",
            what=tr("a link") if state.capture is None else tr("the original file"),
        )
        self.reader.show_text(state.source.text or nothing)
        if self._shown_sha and self._shown_sha != (state.capture.sha256 if state.capture else ""):
            self.show_original(True)  # another version of the page was captured
        self.light()

    def light(self) -> None:
        """Mark the logged words, those of the selected claim stronger, and what is suggested."""
        state, lit = self._state, self._session.claim_id
        if state is None:
            return
        suggested = [(speech.start, speech.end) for speech in state.suggested()]
        marked = (state.source.text, state.marks, suggested, lit, self._shown_sha)
        if marked == self._marked:
            return
        self._marked = marked
        self.reader.show_highlights(list(state.marks), lit, suggested)
        if self._shown_sha:
            self.original.show_highlights(state.source.text, list(state.marks), lit)

    def show_original(self, shown: bool) -> None:
        """The preserved original as it looks, at the page with the words selected in the text; or the text."""
        state = self._state
        self._shown_sha = ""
        if shown and state is not None and state.capture is not None:
            self._shown_sha = state.capture.sha256
            content = b"".join(captures.chunks(self._session.store.db, self._shown_sha))
            start, _ = self.reader.picked_span()
            self.original.show_bytes(content, state.source.text, list(state.marks), self._session.claim_id, start)
        self._stack.setCurrentIndex(1 if shown else 0)

    def reveal(self, start: int, end: int) -> None:
        """Select characters start…end of the text, and show the page of the original that contains them."""
        self.reader.reveal(start, end)
        if self._shown_sha:
            self.original.reveal(start)

    def walk(self, step: int) -> None:
        """Select the next (1) or previous (-1) logged words and their claim."""
        marks = self._state.marks if self._state is not None else ()
        start, end = self.reader.picked_span()
        if step > 0:
            ahead = [mark for mark in marks if mark.start > start]
        else:
            ahead = [mark for mark in marks if mark.end < max(end, 1) and mark.start < start]
        if marks:
            mark: Highlight = (ahead or marks)[0 if step > 0 else -1]
            self._session.select(mark.claim_id)
            self.reveal(mark.start, mark.end)

    def show_claim(self, claim_id: int) -> None:
        """Go to the first words of a claim."""
        mark = next((mark for mark in self._state.marks if mark.claim_id == claim_id), None) if self._state else None
        if mark is not None:
            self.reveal(mark.start, mark.end)
