"""Suggestions: the card for the selected words, and stepping through the sentences worth logging."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFrame, QWidget

from tracker.commands.speech import Speech
from tracker.commands.suggest import Suggestion
from tracker.gui.pages.sources.state import ReadingState
from tracker.gui.widgets.plain import button, column, label, row
from tracker.gui.widgets.reader import Reader
from tracker.i18n import tr


class SuggestionCard(QFrame):
    """The claim suggested for the selected words, and why their sentence is worth logging. Emits `key` with log or edit."""

    key = Signal(str)

    def __init__(self, suggestion: Suggestion, why: Speech | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("suggestion")
        layout = column(self, margins=(12, 10, 12, 10), spacing=4)
        layout.addWidget(label(suggestion.statement[:300], self, wrap=True))
        parts = [tr("claimant {who}", who=suggestion.who or tr("not named"))]
        if suggestion.about.edtf:
            parts.append(tr("about {date}", date=f"{suggestion.about.edtf} (“{suggestion.about.words}”)"))
        parts += [tr(kind) for kind in suggestion.kinds if kind != "factual"]
        layout.addWidget(label(" · ".join(parts), self, role="soft", scale=0.92, wrap=True))
        if why is not None:
            words = tr("Suggested because: {why}", why=", ".join(tr(reason) for reason in why.why))
            layout.addWidget(label(words, self, role="faint", scale=0.92, wrap=True))
        log = button(tr("Log claim ↵"), self, role="primary")
        edit = button(tr("Edit first"), self)
        log.clicked.connect(self._log)
        edit.clicked.connect(self._edit)
        layout.addLayout(row(log, edit, None))

    def _log(self) -> None:
        self.key.emit("log")

    def _edit(self) -> None:
        self.key.emit("edit")


class Suggestions(QObject):
    """Steps through the suggested sentences. Emits `changed` (the new state) and `message` (text)."""

    changed = Signal(object)
    message = Signal(str)

    def __init__(self, reader: Reader, parent: QObject) -> None:
        super().__init__(parent)
        self._reader = reader

    def go_on(self, state: ReadingState) -> None:
        """Select the suggested sentence after the selection; the first one after the last."""
        found = state.suggested()
        if not found:
            self.message.emit(tr("Nothing more is suggested in this source."))
            return
        _, end = self._reader.picked_span()
        speech = next((sentence for sentence in found if sentence.start >= end), found[0])
        self._reader.reveal(speech.start, speech.end)

    def dismiss(self, state: ReadingState) -> None:
        """Dismiss the selected sentence while the case is open, and select the next suggestion."""
        state = state.dismissing(*self._reader.picked_span())
        self.changed.emit(state)
        self.go_on(state)
