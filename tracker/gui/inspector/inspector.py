"""The inspector itself: which claim is shown, by which sections, and what is typed in them."""

from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from tracker.commands import whole_claim
from tracker.gui.editors import claim_forms
from tracker.gui.editors.form import Form
from tracker.gui.inspector.attributions import Attributions
from tracker.gui.inspector.comments import Comments
from tracker.gui.inspector.evidence import EvidenceSection
from tracker.gui.inspector.head import Head
from tracker.gui.inspector.history import History
from tracker.gui.inspector.in_place import Note, Statement
from tracker.gui.inspector.open_forms import OpenForms
from tracker.gui.inspector.origins import Origins
from tracker.gui.inspector.reason import Decision, ReasonLine
from tracker.gui.inspector.relations import Relations
from tracker.gui.inspector.replies import Replies
from tracker.gui.inspector.review import Review
from tracker.gui.inspector.section import Context, Section
from tracker.gui.inspector.summary import Summary
from tracker.gui.session import Session
from tracker.gui.theme import Theme
from tracker.gui.widgets.plain import clear, column, label, scrolled
from tracker.i18n import tr


class Inspector(QWidget):
    """Emits `open_source` (source id, anchor id or None), `open_claim` (claim id), `open_history` (claim id), `compare`
    (two claims that may be one), `assign`, `changes` (claim id: what changed since it was signed off), `created` (id of a
    new claim) and `left` (the keys go back to the list).
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
        paper = QWidget(self)
        paper.setObjectName("paper")
        paper.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        body = column(paper, margins=(18, 14, 16, 16), spacing=5)
        self._front = QVBoxLayout()  # the form of a new claim, or what to do where none is selected
        body.addLayout(self._front)
        self._make_sections(Context(session, colours, self._forms), paper)
        for section in self._sections:
            body.addWidget(section)
        body.addStretch(1)
        self._connect()
        column(self).addWidget(scrolled(paper, self))
        self.refresh()

    def _make_sections(self, context: Context, paper: QWidget) -> None:
        """The sections in the order they are shown."""
        self._head = Head(context, paper)
        self._reason = ReasonLine(context, paper)
        self._statement = Statement(context, paper)
        self._summary = Summary(context, paper)
        self._attributions = Attributions(context, paper)
        self._evidence = EvidenceSection(context, paper)
        self._relations = Relations(context, paper)
        self._replies = Replies(context, paper)
        self._review = Review(context, paper)
        self._comments = Comments(context, paper)
        self._note = Note(context, paper)
        self._history = History(context, paper)
        self._sections: tuple[Section, ...] = (
            self._head, self._reason, self._statement, self._summary, self._attributions, self._evidence,
            Origins(context, paper), self._relations, self._replies, self._review, self._comments, self._note,
            self._history,
        )  # fmt: skip

    def _connect(self) -> None:
        for ours in (self._forms, self._reason):
            ours.changed.connect(self.refresh)
            ours.left.connect(self.left)
        for citing in (self._attributions, self._evidence):
            citing.open_source.connect(self.open_source)
            citing.comment_on.connect(self._comments.turn_to)
        self._head.verdict_chosen.connect(self.choose_verdict)
        self._head.details.connect(self._summary.edit_details)
        self._summary.compare.connect(self.compare)
        self._summary.changes.connect(self.changes)
        self._summary.sign_again.connect(self._sign_again)
        self._attributions.open_claim.connect(self.open_claim)
        self._relations.open_claim.connect(self.open_claim)
        self._review.moved.connect(self.make_move)
        self._comments.assign.connect(self.assign)
        self._history.open_history.connect(self.open_history)

    def sizeHint(self) -> QSize:
        return QSize(400, 600)

    @property
    def forms(self) -> dict[tuple[int, str], Form]:
        """The open forms by claim and place; the form of a new claim is `new_form`."""
        return self._forms.by_place

    def refresh(self) -> None:
        """Show the selected claim as it is now; open forms and typed text stay."""
        self.flush()
        self._show()

    def flush(self) -> None:
        """Save what is typed in place before anything else is shown; what cannot be saved is kept as typed."""
        self._statement.flush()
        self._note.flush()

    def unsaved(self) -> bool:
        """Whether a form, a reason, a comment or a text edited in place is not saved."""
        return bool(self.dirty_forms()) or any(section.unsaved() for section in self._sections)

    def dirty_forms(self) -> list[Form]:
        forms = [*self.forms.values(), *([self.new_form] if self.new_form else [])]
        return [form for form in forms if form.dirty()]

    def discard_typed(self) -> None:
        """Close the forms and give up whatever is typed and not saved."""
        for form in [*self.forms.values(), *([self.new_form] if self.new_form else [])]:
            form.close_form()
        for section in self._sections:
            section.discard()
        self._show()

    def choose_verdict(self, verdict: str) -> None:
        """Ask for the reason in place, then set the verdict."""
        self._ask("verdict", verdict)

    def make_move(self, target: str) -> None:
        """Ask for the reason in place, then move the claim to a state of the review."""
        self._ask("review", target)

    def show_verdicts(self) -> None:
        """Open the menu of verdicts."""
        self._head.open_verdicts()

    def open_form(self, place: str) -> None:
        """Open one of the sections' forms by name, as its link would."""
        opener = {
            "attribution": self._attributions.add, "evidence": self._evidence.add, "relation": self._relations.add,
            "reply": self._replies.add, "details": self._summary.edit_details,
            "said": self._attributions.edit_undated, "waiting": self._replies.edit_waiting,
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
        if event.key() != Qt.Key.Key_Escape or not self._reason.cancel():
            super().keyPressEvent(event)

    def _show(self) -> None:
        self._forms.put_aside()
        if self.new_form is not None:
            self.new_form.setParent(self)
            self.new_form.hide()
        clear(self._front)
        for section in self._sections:
            section.empty()
        facts = self.session.selected
        if self.new_form is not None:
            self._front.addWidget(self.new_form)
            self.new_form.show()
        elif facts is None:
            self._say_nothing_selected()
        else:
            whole = whole_claim.read(self.session.store, facts)
            for section in self._sections:
                section.show_claim(whole)

    def _say_nothing_selected(self) -> None:
        if self.session.desk.facts:
            text = tr("Select a claim to see who said it and what holds it up.")
        else:
            text = tr("No claim yet. Log one from a source, or press Ctrl+N.")
        self._front.addSpacing(40)
        self._front.addWidget(label(text, self, role="soft", wrap=True))

    def _ask(self, what: Decision, value: str) -> None:
        if self.session.claim_id is not None:
            self._reason.ask(self.session.claim_id, what, value)

    def _sign_again(self) -> None:
        self.make_move("signed off")

    def _log(self, values: dict[str, Any]) -> None:
        kept = self.session.run(lambda: claim_forms.log(self.session, values))
        if kept is not None and self.new_form is not None:
            self.new_form.close_form()
            self.session.select(kept.id)
            self.created.emit(kept.id)

    def _new_closed(self) -> None:
        self.new_form = None
        self.refresh()
        self.left.emit()
