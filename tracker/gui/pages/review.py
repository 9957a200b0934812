"""The review page: the claims that wait for an editor, decided one by one from the keyboard."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QSplitter, QWidget

from tracker.commands import claims
from tracker.domain.query import Query
from tracker.domain.review import moves_from
from tracker.gui.pages.inspecting import InspectingPage
from tracker.gui.widgets.plain import button, clear, column, heading, label, row
from tracker.gui.widgets.rows import Row, RowList
from tracker.gui.workbench import Workbench
from tracker.i18n import tr, trn
from tracker.store import StepApplied
from tracker.store.claims.facts import Facts

_QUEUE = [
    Query.parse(text)
    for text in ("review:in-review -check:changed", "check:changed", "review:sent-back -check:changed")
]
_LONGEST = 150  # claims of each kind in the queue; the rail counts them all


class ReviewPage(InspectingPage):
    """The queue at the left, the decision over the claim at the right."""

    key = "review"

    def __init__(self, workbench: Workbench, parent: QWidget) -> None:
        super().__init__(workbench, parent)
        self._reasons: dict[int, str] = {}
        self._shown: int | None = None
        self._target = "signed off"
        self.list = RowList(self.colours, self, height=52, name=tr("Waiting for review"))
        left = QWidget(self)
        left.setObjectName("page")
        left.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        inner = column(left)
        self._title = heading("", left)
        self._title.setContentsMargins(14, 12, 0, 8)
        inner.addWidget(self._title)
        inner.addWidget(self.list, 1)
        right = QWidget(self)
        side = column(right)
        side.addWidget(self._decision())
        side.addWidget(self.inspector, 1)
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setHandleWidth(1)
        splitter.addWidget(left)
        splitter.addWidget(right)
        splitter.setSizes([480, 720])
        splitter.setStretchFactor(1, 1)
        column(self).addWidget(splitter)
        self.list.chosen.connect(self._chosen)

    def queue(self) -> list[Facts]:
        """In review first, then changed since sign-off, then sent back; each by number."""
        queue: list[Facts] = []
        for query in _QUEUE:
            queue += self.session.index.select(query)[:_LONGEST]
        return queue

    def refresh(self, step: StepApplied | None = None) -> None:
        queue = self.queue()
        rows = [self._row(facts) for facts in queue]
        self.list.show_rows(rows, self.session.claim_id)
        waiting = sum(facts.claim.review == "in review" or facts.changed for facts in queue)
        self._title.setText(trn("{n} claim waits for an editor", "{n} claims wait for an editor", waiting).upper())
        self.show_selection()

    def show_selection(self) -> None:
        """Show the selected claim; a reason typed for another claim stays with that claim."""
        if self._shown != self.session.claim_id:
            if self._shown is not None:
                self._reasons[self._shown] = self.reason.text()
            self._shown, self._target = self.session.claim_id, "signed off"
            self.reason.setText(self._reasons.get(self._shown or 0, ""))
        self.list.set_current(self.session.claim_id)
        self.inspector.refresh()
        self._show_decision()

    def enter(self) -> None:
        """Select the first claim of the queue unless one of the queue is selected."""
        queue = self.queue()
        if queue and self.session.claim_id not in {facts.id for facts in queue}:
            self.session.select(queue[0].id)
        self.give_focus()

    def give_focus(self) -> None:
        self.list.setFocus()

    def status(self) -> str:
        return trn("{n} claim in the queue", "{n} claims in the queue", len(self.list.rows()))

    def decide(self, target: str) -> None:
        """Record the decision on the claim with the typed reason, then select the next one of the queue."""
        facts = self.session.selected
        if facts is None:
            return
        self._target = target
        reason, store = self.reason.text(), self.session.store
        before = [entry.id for entry in self.queue()]
        if self.session.run(lambda: claims.set_review(store, facts.id, target, reason)) is None:
            self.reason.setFocus()
            return
        self.reason.clear()
        self._reasons.pop(facts.id, None)
        self._target = "signed off"
        self.workbench.say(f"{facts.claim.label}: {tr(target)}")
        at = before.index(facts.id) if facts.id in before else -1
        later = [claim_id for claim_id in before[at + 1 :] if claim_id != facts.id]
        if later:
            self.session.select(int(later[0]))
        self.refresh()
        self.list.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not isinstance(self.focusWidget(), QLineEdit):
            self.list.step(1)
            return
        if event.key() == Qt.Key.Key_V and not isinstance(self.focusWidget(), QLineEdit):
            self.inspector.show_verdicts()
            return
        super().keyPressEvent(event)

    def _row(self, facts: Facts) -> Row:
        verdict = self.session.store.verdicts[facts.claim.verdict]
        who = ", ".join(facts.claimants) or tr("nobody named")
        state = tr("changed since sign-off") if facts.changed else tr(facts.claim.review)
        note = f"{facts.claim.label} · {state} · {who} · ▲{facts.supports} ▼{facts.refutes}"
        return Row(facts.id, facts.claim.statement, note, verdict.glyph, verdict.fill)

    def _decision(self) -> QWidget:
        bar = QWidget(self)
        bar.setObjectName("toolbar")
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        layout = column(bar, margins=(18, 10, 16, 10), spacing=6)
        self.reason = QLineEdit(bar)
        self.reason.setAccessibleName(tr("Reason of the decision"))
        self.reason.setPlaceholderText(tr("Reason (shown in the history and in the dossier's review section)"))
        self.reason.returnPressed.connect(self._decide_again)
        layout.addWidget(self.reason)
        holder = QWidget(bar)
        self._moves = row(spacing=6)
        holder.setLayout(self._moves)
        layout.addWidget(holder)
        layout.addWidget(
            label(tr("Space: next claim · Enter in the reason: sign off · V: verdict"), bar, role="faint", scale=0.86)
        )
        return bar

    def _show_decision(self) -> None:
        clear(self._moves)
        facts, holder = self.session.selected, self._moves.parentWidget()
        if facts is None:
            self._moves.addWidget(label(tr("Nothing is waiting for review."), holder, role="soft"))
            self._moves.addStretch(1)
            return
        moves = moves_from(facts.claim.review)
        targets = [(move.name, move.target) for move in moves]
        if facts.changed:
            targets.insert(0, ("Sign off again", "signed off"))
        for words, target in targets:
            decide = button(tr(words), holder, role="primary" if target == "signed off" else "")
            decide.setProperty("target", target)
            decide.clicked.connect(self._pressed)
            self._moves.addWidget(decide)
        self._moves.addStretch(1)

    def _pressed(self) -> None:
        self.decide(str(self.sender().property("target")))

    def _decide_again(self) -> None:
        """Enter: the decision that was refused for want of a reason, else sign off."""
        self.decide(self._target)

    def _chosen(self, claim_id: object) -> None:
        self.session.select(int(str(claim_id)))
