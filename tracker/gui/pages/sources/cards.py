"""The column of cards: the open form or the suggestion for the selection, then the claims and events of the source."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from tracker.domain.review import Verdict
from tracker.gui.editors.form import Form
from tracker.gui.pages.sources.state import ReadingState
from tracker.gui.pages.sources.suggestions import SuggestionCard
from tracker.gui.session import Session
from tracker.gui.theme import Theme
from tracker.gui.widgets.chip import VerdictButton
from tracker.gui.widgets.plain import button, clear, column, heading, label, row
from tracker.i18n import tr, trn
from tracker.store.claims.facts import Facts

_MOST_CARDS = 40  # claims of one source shown as cards at most


class Cards(QWidget):
    """Emits `chosen` and `opened` (claim id) for a card and the number on it, and `key` with log or edit (the suggestion)
    or next (suggested sentence).
    """

    chosen = Signal(object)
    opened = Signal(object)
    key = Signal(str)

    def __init__(self, session: Session, colours: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._colours = session, colours
        self._shown_above: tuple[object, ...] = ()
        self._shown_below: tuple[object, ...] = ()
        self.setObjectName("cards")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        layout = column(self, margins=(14, 12, 14, 12), spacing=8)
        self._above, self._below = QVBoxLayout(), QVBoxLayout()
        for part in (self._above, self._below):
            part.setSpacing(8)
            layout.addLayout(part)
        layout.addStretch(1)

    def show_state(self, state: ReadingState, form: Form | None) -> None:
        """Show the cards of a state, under the form where one is open; unchanged cards are left as they are."""
        above = (form, state.suggestion, state.why(), len(state.suggested()))
        if above != self._shown_above:
            self._shown_above = above
            self._show_above(state, form)
        below = (state.claims, state.quotes, state.events, self._session.store.verdicts)
        if below != self._shown_below:
            self._shown_below = below
            clear(self._below)
            self._show_claims(state)
            self._show_events(state)

    def _show_above(self, state: ReadingState, form: Form | None) -> None:
        if form is not None:
            self._above.removeWidget(form)
        clear(self._above)
        if form is None:
            self._show_suggestions(state)
        else:
            self._above.addWidget(form)
            form.show()

    def _show_suggestions(self, state: ReadingState) -> None:
        if state.suggestion is not None:
            card = SuggestionCard(state.suggestion, state.why(), self)
            card.key.connect(self.key)
            self._above.addWidget(heading(tr("Suggested from selection"), self))
            self._above.addWidget(card)
        if count := len(state.suggested()):
            words = trn("{n} sentence looks like a claim", "{n} sentences look like claims", count)
            following = button(tr("Next · S"), self, role="link")
            following.clicked.connect(self._next)
            self._above.addLayout(row(label(words, self, role="soft"), None, following))

    def _show_claims(self, state: ReadingState) -> None:
        self._below.addWidget(heading(tr("Claims in this source ({n})", n=len(state.claims)), self))
        for facts in state.claims[:_MOST_CARDS]:
            verdict = self._session.store.verdicts[facts.claim.verdict]
            card = _ClaimCard(facts, verdict, state.where(facts.id), self._colours, self)
            card.chosen.connect(self.chosen)
            card.opened.connect(self.opened)
            self._below.addWidget(card)
        if len(state.claims) > _MOST_CARDS:
            more = tr("{n} more; search for source:… on the claims page", n=len(state.claims) - _MOST_CARDS)
            self._below.addWidget(label(more, self, role="soft", wrap=True))
        if not state.claims:
            text = tr("Select words in the text and press Enter to log a claim.")
            self._below.addWidget(label(text, self, role="soft", wrap=True))

    def _show_events(self, state: ReadingState) -> None:
        if state.events:
            self._below.addWidget(heading(tr("Events"), self))
        for event in state.events:
            text = f"◇ {event.title}" + (f" · {event.when.edtf}" if event.when.edtf else "")
            self._below.addWidget(label(text, self, role="soft", wrap=True))

    def _next(self) -> None:
        self.key.emit("next")


class _ClaimCard(QFrame):
    """One claim logged from the source. Emits `chosen` and `opened` (claim id)."""

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(self, facts: Facts, verdict: Verdict, where: str, colours: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._claim_id = facts.id
        self.setStyleSheet(f"QFrame#card {{ border-left: 3px solid {verdict.fill}; }}")
        layout = column(self, margins=(11, 8, 9, 8), spacing=3)
        number = button(facts.claim.label, self, role="link", tip=tr("Open this claim"))
        number.clicked.connect(self._open)
        layout.addLayout(row(VerdictButton(verdict, colours, self), None, number))
        layout.addWidget(label(facts.claim.statement, self, wrap=True))
        notes = [
            ", ".join(facts.claimants) or tr("nobody named"),
            *([tr(facts.first.mode)] if facts.first else []),
            *(tr(kind) for kind in facts.claim.kinds if kind != "factual"),
        ]
        layout.addWidget(label(" · ".join(notes), self, role="soft", scale=0.92, wrap=True))
        if where:
            layout.addWidget(label(where, self, role="soft", scale=0.92, wrap=True))
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.chosen.emit(self._claim_id)

    def _open(self) -> None:
        self.opened.emit(self._claim_id)
