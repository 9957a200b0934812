"""A line under the head for the reason of a verdict or a review decision."""

from dataclasses import dataclass, replace
from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from tracker.commands import claims
from tracker.commands.whole_claim import WholeClaim
from tracker.domain.review import moves_from
from tracker.gui.inspector.section import Context, Section
from tracker.gui.widgets.plain import button, row
from tracker.i18n import tr

Decision = Literal["verdict", "review"]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A decision waiting for its reason: the verdict (its key) or review state to set, and the reason typed so far."""

    what: Decision
    value: str
    reason: str = ""


class ReasonLine(Section):
    """Shown while a decision on the claim waits for its reason. Emits `changed` when the
    claim must be shown again and `left` when the line is closed.
    """

    changed = Signal()
    left = Signal()

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(context, parent)
        self._asked: dict[int, _Asked] = {}  # by claim id
        self._line: QLineEdit | None = None

    def ask(self, claim_id: int, what: Decision, value: str) -> None:
        """Ask for the reason of a decision; text typed for another decision on the same claim is reused."""
        earlier = self._asked.get(claim_id)
        self._asked[claim_id] = _Asked(what, value, earlier.reason if earlier is not None else "")
        self.changed.emit()

    def cancel(self) -> bool:
        """Cancel the decision on the claim shown; False where there is none."""
        if self._asked.pop(self.claim_id, None) is None:
            return False
        self.changed.emit()
        self.left.emit()
        return True

    def unsaved(self) -> bool:
        return any(decision.reason for decision in self._asked.values())

    def take_focus(self) -> None:
        """Put the cursor into the line if it is shown."""
        if self._line is not None:
            self._line.setFocus(Qt.FocusReason.OtherFocusReason)

    def empty(self) -> None:
        super().empty()
        self._line = None

    def fill(self, whole: WholeClaim) -> None:
        decision = self._asked.get(whole.id)
        if decision is None:
            return
        question, words = self._words(whole, decision)
        self._line = QLineEdit(decision.reason, self)
        self._line.setPlaceholderText(question)
        self._line.setAccessibleName(question)
        self._line.setObjectName("reason")
        self._line.textChanged.connect(self._typed)
        self._line.returnPressed.connect(self._decide)
        apply = button(words, self, role="primary")
        apply.clicked.connect(self._decide)
        cancel = button(tr("Cancel"), self, role="link")
        cancel.clicked.connect(self.cancel)
        self.body.addLayout(row(self._line, apply, cancel, spacing=4, stretch=0))

    def _words(self, whole: WholeClaim, decision: _Asked) -> tuple[str, str]:
        """(prompt, text of the button)."""
        if decision.what == "verdict":
            verdict = self.session.store.verdicts[decision.value]
            return tr("Reason"), f"{verdict.glyph} {tr(verdict.label)}"
        move = next((move for move in moves_from(whole.claim.review) if move.target == decision.value), None)
        return (tr(move.asks), tr(move.name)) if move else (tr("Reason for the verdict"), tr("Sign off again"))

    def _typed(self, text: str) -> None:
        self._asked[self.claim_id] = replace(self._asked[self.claim_id], reason=text)

    def _decide(self) -> None:
        claim_id, store = self.claim_id, self.session.store
        decision = self._asked.pop(claim_id, None)
        if decision is None:
            return
        command = claims.set_verdict if decision.what == "verdict" else claims.set_review
        if self.session.run(lambda: command(store, claim_id, decision.value, decision.reason)) is None:
            self._asked[claim_id] = decision
            self.changed.emit()
        else:
            self.changed.emit()
            self.left.emit()
