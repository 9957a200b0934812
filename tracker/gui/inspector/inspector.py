"""The inspector widget: shows a claim in its sections and saves or keeps the text typed in them."""

from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from tracker.commands import whole_claim
from tracker.gui.editors import claim_forms
from tracker.gui.editors.form import Form
from tracker.gui.inspector.open_forms import OpenForms
from tracker.gui.inspector.paper import Paper
from tracker.gui.inspector.reason import Decision
from tracker.gui.inspector.section import Context
from tracker.gui.session import Session
from tracker.gui.theme import Theme
from tracker.gui.widgets.plain import column, scrolled
from tracker.i18n import tr


class Inspector(QWidget):
    """Emits `open_source` (source id, anchor id or None), `open_claim` (claim id), `open_history` (claim id), `compare`
    (two claims that may be duplicates), `assign`, `changes` (claim id: what changed since it was signed off), `created` (id of a
    new claim) and `left` (focus goes back to the list).
    """

    open_source = Signal(object, object)
    open_claim = Signal(object)
    open_history = Signal(object)
    compare = Signal(object, object)
    assign = Signal()
    changes = Signal(object)
    created = Signal(object)
    left = Signal()

    def __init__(self, session: Session, colours: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("inspector")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.session = session
        self.new_form: Form | None = None
        self._forms = OpenForms(session, self)
        self._paper = Paper(Context(session, colours, self._forms), self)
        self._connect()
        column(self).addWidget(scrolled(self._paper, self))

    def _connect(self) -> None:
        paper = self._paper
        for waiting in (self._forms, paper.reason):
            waiting.changed.connect(self.refresh)
            waiting.left.connect(self.left)
        for citing in (paper.attributions, paper.evidence):
            citing.open_source.connect(self.open_source)
            citing.comment_on.connect(paper.comments.turn_to)
        for leading in (paper.attributions, paper.relations):
            leading.open_claim.connect(self.open_claim)
        paper.head.verdict_chosen.connect(self.choose_verdict)
        paper.head.details.connect(paper.summary.edit_details)
        paper.summary.compare.connect(self.compare)
        paper.summary.changes.connect(self.changes)
        paper.summary.sign_again.connect(self._sign_again)
        paper.review.moved.connect(self.make_move)
        paper.comments.assign.connect(self.assign)
        paper.history.open_history.connect(self.open_history)

    def sizeHint(self) -> QSize:
        return QSize(400, 600)

    @property
    def forms(self) -> dict[tuple[int, str], Form]:
        """The open forms by claim and place; the form of a new claim is `new_form`."""
        return self._forms.by_place

    def refresh(self) -> None:
        """Show the selected claim as it is now; open forms and typed text stay."""
        self.save_in_place()
        self._show()

    def save_in_place(self) -> None:
        """Save the text edited in place before another claim is shown; text that cannot be saved stays as typed."""
        self._paper.statement.save_in_place()
        self._paper.note.save_in_place()

    def unsaved(self) -> bool:
        """Whether a form, a reason, a comment or a text edited in place is not saved."""
        return bool(self.dirty_forms()) or any(section.unsaved() for section in self._paper.sections)

    def dirty_forms(self) -> list[Form]:
        return [form for form in self._all_forms() if form.dirty()]

    def choose_verdict(self, verdict: str) -> None:
        """Ask for the reason in place, then set the verdict."""
        self._ask("verdict", verdict)

    def make_move(self, target: str) -> None:
        """Ask for the reason in place, then move the claim to a state of the review."""
        self._ask("review", target)

    def show_verdicts(self) -> None:
        """Open the menu of verdicts."""
        self._paper.head.open_verdicts()

    def open_form(self, place: str) -> None:
        """Open a form of a section by name, as a click on its link does."""
        paper = self._paper
        opener = {
            "attribution": paper.attributions.add, "evidence": paper.evidence.add, "relation": paper.relations.add,
            "reply": paper.replies.add, "details": paper.summary.edit_details, "said": paper.attributions.edit_undated,
            "waiting": paper.replies.edit_waiting,
        }  # fmt: skip
        if self.session.selected is not None and self.new_form is None:
            opener[place]()

    def start_new(self, form: Form) -> None:
        """Show the form of a new claim instead of the claim."""
        if self.new_form is not None:
            self.new_form.start()
            form.deleteLater()
            return
        self.new_form = form
        form.saved.connect(self._log)
        form.closed.connect(self._new_closed)
        self.refresh()
        form.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape or not self._paper.reason.cancel():
            super().keyPressEvent(event)

    def _all_forms(self) -> list[Form]:
        return [*self.forms.values(), *([self.new_form] if self.new_form else [])]

    def _show(self) -> None:
        self._forms.put_aside()
        if self.new_form is not None:
            self.new_form.setParent(self)
            self.new_form.hide()
        self._paper.empty()
        facts = self.session.selected
        if self.new_form is not None:
            self._paper.show_instead(self.new_form)
        elif facts is not None:
            self._paper.show_claim(whole_claim.read(self.session.store, facts))
        elif self.session.index.facts:
            self._paper.say(tr("Select a claim to see who made it and the evidence for it."))
        else:
            self._paper.say(tr("No claim yet. Log one from a source, or press Ctrl+N."))

    def _ask(self, what: Decision, value: str) -> None:
        if self.session.claim_id is not None:
            self._paper.reason.ask(self.session.claim_id, what, value)

    def _sign_again(self) -> None:
        self.make_move("signed off")

    def _log(self, values: dict[str, Any]) -> None:
        claim = self.session.run(lambda: claim_forms.log(self.session, values))
        if claim is not None and self.new_form is not None:
            self.new_form.close_form()
            self.session.select(claim.id)
            self.created.emit(claim.id)

    def _new_closed(self) -> None:
        self.new_form = None
        self.refresh()
        self.left.emit()
