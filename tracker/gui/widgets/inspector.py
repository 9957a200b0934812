"""The inspector: one claim with all that belongs to it, edited in place."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QMenu, QPushButton, QVBoxLayout, QWidget

from tracker.commands import claims, founding, reviewing
from tracker.commands.entry import relay_text
from tracker.domain.actor import Actor
from tracker.domain.anchor import Anchor, place
from tracker.domain.attribution import Attribution
from tracker.domain.claim import Claim
from tracker.domain.dates.saying import say, say_with_words
from tracker.domain.evidence import Evidence
from tracker.domain.relation import KINDS as RELATIONS
from tracker.domain.relation import Relation
from tracker.domain.reply import Reply
from tracker.domain.review import STATES, Move, moves_from
from tracker.domain.source import Capture, Source
from tracker.gui.editors import claim_forms
from tracker.gui.editors.fields import Lines
from tracker.gui.editors.form import Form
from tracker.gui.session import Session
from tracker.gui.theme import Theme
from tracker.gui.widgets.chip import VerdictButton
from tracker.gui.widgets.comments import Comments
from tracker.gui.widgets.plain import button, clear, column, heading, label, row, rule, scrolled, set_tip
from tracker.i18n import tr
from tracker.store import history
from tracker.store.facts import Facts

_STANCES = {"supports": ("▲", "good"), "refutes": ("▼", "bad"), "context": ("◦", "soft")}
_HISTORY_SHOWN = 6
_TAG_LENGTH = 14  # characters of a tag that still fits beside the verdict
_HEAD_WIDTH = 366  # pixels for the chips, the details and the number


class Inspector(QWidget):
    """Wishes: `open_source` (source id, anchor id or None), `open_claim` (claim id), `open_history` (claim id), `compare`
    (two claims that may be one), `assign`, `changes` (claim id: what changed since it was signed off).
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
        self.session, self.colours = session, colours
        self.forms: dict[tuple[int, str], Form] = {}
        self.new_form: Form | None = None
        self._claim_id: int | None = None
        self._statement: Lines | None = None
        self._note: Lines | None = None
        self._verdict: VerdictButton | None = None
        self._reasons: dict[int, tuple[str, str, str]] = {}  # claim id: what, value, reason typed so far
        self._reason: QLineEdit | None = None
        self._unsaved: dict[tuple[int, str], str] = {}
        self._inner = QWidget(self)
        self._inner.setObjectName("paper")
        self._inner.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._body = column(self._inner, margins=(18, 14, 16, 16), spacing=5)
        self._comments = Comments(session, self._inner)
        column(self).addWidget(scrolled(self._inner, self))
        self.refresh()

    def sizeHint(self) -> QSize:
        return QSize(400, 600)

    # What the window calls

    def refresh(self) -> None:
        """Show the selected claim as it is now; open forms and typed text stay."""
        self.flush()
        self._keep_reason()
        for form in (*self.forms.values(), *([self.new_form] if self.new_form else [])):
            form.setParent(self)
            form.hide()
        clear(self._body)
        self._statement = self._note = self._verdict = self._reason = None
        facts = self.session.selected
        self._claim_id = facts.id if facts else None
        if self.new_form is not None:
            self._body.addWidget(self.new_form)
            self.new_form.show()
        elif facts is None:
            self._empty()
        else:
            self._show(facts)
        self._body.addStretch(1)

    def flush(self) -> None:
        """Save what is typed in place before anything else is shown; what cannot be saved is kept as typed."""
        for editor in (self._statement, self._note):
            if editor is not None and (self._claim_id or 0, _field(editor)) not in self._unsaved:
                editor.commit()

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

    def unsaved(self) -> bool:
        """Whether a form, a reason or a text edited in place is not saved."""
        self._keep_reason()
        return bool(
            self._comments.unsent()
            or self.dirty_forms()
            or self._unsaved
            or any(reason for _, _, reason in self._reasons.values())
        )

    def dirty_forms(self) -> list[Form]:
        forms = [*self.forms.values(), *([self.new_form] if self.new_form else [])]
        return [form for form in forms if form.dirty()]

    def choose_verdict(self, verdict: str) -> None:
        """Ask for the reason in place, then set the verdict."""
        self._ask_reason("verdict", verdict)

    def show_verdicts(self) -> None:
        """Open the menu of verdicts."""
        if self._verdict is not None:
            self._verdict.setFocus()
            self._verdict.showMenu()

    def make_move(self, target: str) -> None:
        self._ask_reason("review", target)

    def open_form(self, section: str) -> None:
        """Open one of the sections' forms by name, as its link would."""
        opener: dict[str, Callable[[], None]] = {
            "attribution": self._new_attribution, "evidence": self._new_evidence, "relation": self._new_relation,
            "reply": self._new_reply, "details": self._details, "said": self._edit_said, "waiting": self._edit_waiting,
        }  # fmt: skip
        if self.session.selected is not None and self.new_form is None:
            opener[section]()

    # The parts

    def _empty(self) -> None:
        self._body.addSpacing(40)
        if self.session.desk.facts:
            text = tr("Select a claim to see who said it and what holds it up.")
        else:
            text = tr("No claim yet. Log one from a source, or press Ctrl+N.")
        self._body.addWidget(label(text, self._inner, role="soft", wrap=True))

    def _show(self, facts: Facts) -> None:
        claim = facts.claim
        self._head(facts)
        self._statement = Lines(claim.statement, self._inner, least=1, flat=True, scale=1.3, bold=True)
        self._statement.setAccessibleName(tr("Statement"))
        self._statement.committed.connect(self._save_statement)
        self._restore(self._statement, claim)
        self._body.addWidget(self._statement)
        self._meta(facts)
        self._twins()
        self._place_form("details")
        self._said(facts)
        self._evidence(facts)
        self._founding(facts)
        self._related(facts)
        self._replies(facts)
        self._review(facts)
        self._colleagues(claim)
        self._notes(claim)
        self._history(claim)
        for text in self._inner.findChildren(QLabel):  # a word without a blank, a hash say, must not push the rest out
            if text.wordWrap():
                text.setMinimumWidth(1)

    def _colleagues(self, claim: Claim) -> None:
        """Who is to work on the claim, and what is said on it; never in a dossier."""
        given = reviewing.assignment(self.session.store, claim.id)
        self._section(tr("Comments"), tr("Assign…"), self.assign.emit)
        if given is not None:
            due = tr(", due {date}", date=say(given.due)) if given.due.edtf else ""
            self._body.addWidget(
                label(tr("Assigned to {who}", who=given.who) + due, self._inner, role="soft", wrap=True)
            )
        if self.session.store.format >= 3:
            self._comments.show_in(self._body, claim.id)

    def _founding(self, facts: Facts) -> None:
        """The origins as a small tree, where there is more than one place of reading."""
        if facts.origins.sources < 2:
            return
        count = tr("{n} origins of {m} sources", n=facts.origins.count, m=facts.origins.sources)
        self._section(tr("Independence · {count}", count=count), "", None)
        for branch in founding.tree(self.session.store, facts.id):
            glyph = "◉" if branch.depth == 0 else "└"
            line = row(
                label("    " * branch.depth + glyph, self._inner, role="soft"),
                label(branch.words, self._inner, wrap=True), label(branch.why, self._inner, role="faint", scale=0.9),
                spacing=8, stretch=1,
            )  # fmt: skip
            self._body.addLayout(line)

    def _twins(self) -> None:
        """Claims that say nearly the same, to be compared."""
        for other, why in self.session.twins()[:2]:
            number = self.session.desk.facts[other].claim.label
            link = button(tr("Compare…"), self._inner, role="link")
            link.setProperty("other", other)
            link.clicked.connect(self._compare)
            words = tr("Reads like {claim}: {why}.", claim=number, why=tr(why))
            self._body.addWidget(label(words, self._inner, role="warn", wrap=True))
            self._body.addLayout(row(link, None))

    def _compare(self) -> None:
        self.compare.emit(self._claim_id, self.sender().property("other"))

    def _head(self, facts: Facts) -> None:
        claim = facts.claim
        verdict = VerdictButton(self.session.store.verdicts[claim.verdict], self.colours, self._inner, arrow=True)
        menu = QMenu(verdict)
        for key, entry in self.session.store.verdicts.items():
            action = menu.addAction(f"{entry.glyph}  {tr(entry.label)}")
            action.setData(key)
        menu.triggered.connect(self._verdict_chosen)
        verdict.setMenu(menu)
        self._verdict = verdict
        marks: list[QWidget] = [verdict]
        marks += [label(tr(kind), self._inner, role="tag", scale=0.86) for kind in claim.kinds[:1]]
        more = [*claim.kinds[1:2], *(f"#{tag}" for tag in facts.tags[:1])]
        marks += [label(text, self._inner, role="tag", scale=0.86) for text in more[:1] if len(text) <= _TAG_LENGTH]
        details = button(tr("Details…"), self._inner, role="link")
        details.clicked.connect(self._details)
        number = label(claim.label, self._inner, role="faint", scale=0.94)
        number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        if len(marks) > 1 and sum(shown.sizeHint().width() + 6 for shown in (*marks, details, number)) > _HEAD_WIDTH:
            marks.pop().deleteLater()  # it stands in the line beneath
        self._body.addLayout(row(*marks, None, details, number))
        if claim.id in self._reasons:
            self._reason_line()

    def _meta(self, facts: Facts) -> None:
        claim = facts.claim
        parts = []
        if claim.about.words or claim.about.edtf:
            parts.append(tr("About {date}", date=say_with_words(claim.about)))
        if claim.due.words or claim.due.edtf:
            late = claim.due.latest is not None and claim.due.latest < self.session.desk.today
            parts.append(tr("due {date}", date=say_with_words(claim.due)) + (tr(", overdue") if late else ""))
        if claim.value:
            parts.append(f"{claim.value} {claim.unit}".strip())
        parts += [tr(kind) for kind in claim.kinds[1:]]
        parts += [f"#{tag}" for tag in facts.tags]
        if facts.origins.roots:
            parts.append(
                tr("{n} independent origins of {m} sources", n=facts.origins.count, m=facts.origins.sources)
                if facts.origins.count != 1
                else tr("single origin")
            )
        state = tr(claim.review)
        if claim.review == "signed off":
            state = tr("signed off by {name}", name=claim.signed_by)
        parts.append(state)
        self._body.addWidget(label(" · ".join(parts), self._inner, role="soft", wrap=True))
        if facts.changed:
            changed = label(tr("Changed since it was signed off."), self._inner, role="bad", wrap=True)
            self._body.addWidget(changed)
            again = button(tr("Sign off again"), self._inner, role="link")
            again.clicked.connect(self._sign_again)
            what = button(tr("What changed…"), self._inner, role="link")
            what.clicked.connect(self._show_changes)
            self._body.addLayout(row(what, again, None))

    def _section(self, title: str, link: str, opener: Callable[[], None] | None) -> None:
        self._body.addSpacing(6)
        self._body.addWidget(rule(self._inner))
        self._body.addSpacing(4)
        more = None
        if opener is not None:
            more = button(link, self._inner, role="link")
            more.clicked.connect(opener)
        self._body.addLayout(row(heading(title, self._inner), None, *([more] if more else [])))

    def _entry(
        self, glyph: str, role: str, lines: list[QWidget], top: list[QWidget], beneath: list[QWidget] | None = None
    ) -> None:
        """A glyph, a column of widgets, and at the right two short rows of something small."""
        middle, side = QVBoxLayout(), QVBoxLayout()
        for layout in (middle, side):
            layout.setSpacing(1)
        for line in lines:
            middle.addWidget(line)
        for widgets in (top, beneath or []):
            if widgets:
                side.addLayout(row(None, *widgets, spacing=2))
        middle.addStretch(1)
        side.addStretch(1)
        mark = label(glyph, self._inner, role=role)
        mark.setFixedWidth(17)
        mark.setAlignment(Qt.AlignmentFlag.AlignTop)
        entry = row(mark, spacing=4)
        entry.addLayout(middle, 1)
        entry.addLayout(side)
        self._body.addLayout(entry)

    def _edit_link(self, words: str, handler: Callable[[], None], record_id: int, name: str) -> QPushButton:
        made = button(words, self._inner, role="link")
        made.setProperty("record", str(record_id))
        made.setAccessibleName(name)
        set_tip(made, name)
        made.clicked.connect(handler)
        return made

    def _said(self, facts: Facts) -> None:
        self._section(tr("Who said it"), tr("+ Add"), self._new_attribution)
        store = self.session.store
        preserved = {capture.source_id for capture in store.all(Capture)}
        for attribution in store.all(Attribution, claim_id=facts.id):
            self._attribution(attribution, preserved)
            self._place_form(f"attribution {attribution.id}")
        if facts.first is None:
            self._body.addWidget(label(tr("Nobody is on record as having said it."), self._inner, role="soft"))
        for relation in store.all(Relation, other_id=facts.id, kind="contradicts"):
            other = self.session.desk.facts[relation.claim_id]
            if "denial" in other.claim.kinds:
                who = ", ".join(other.claimants) or tr("somebody")
                name = label(tr("{who} denies", who=who), self._inner, medium=True)
                link = self._edit_link(other.claim.label, self._go_claim, other.id, other.claim.label)
                self._entry("◇", "", [name], [label(other.said.edtf, self._inner, role="faint", scale=0.9), link])
        self._place_form("attribution")

    def _attribution(self, attribution: Attribution, preserved: set[int]) -> None:
        store = self.session.store
        actor = store.find(Actor, attribution.actor_id)
        name = actor.name if actor else attribution.described or tr("unnamed")
        lines: list[QWidget] = [label(name, self._inner, medium=True, wrap=True)]
        if attribution.quote:
            lines.append(label(f"“{attribution.quote}”", self._inner, wrap=True))
        notes = [attribution.mode, attribution.record]
        if actor is not None and actor.protected:
            notes.append(tr("protected as {name}", name=actor.pseudonym))
        relay = relay_text(store, attribution)
        if relay:
            notes.insert(0, tr("through {relay}", relay=relay))
        source = store.find(Source, attribution.source_id)
        if source is not None:
            notes.append(source.publisher or source.title)
        lines.append(label(" · ".join(notes), self._inner, role="soft", scale=0.9, wrap=True))
        top: list[QWidget] = []
        if attribution.said.words or attribution.said.edtf:
            said = label(
                _short_date(attribution.said.edtf or attribution.said.words), self._inner, role="soft", scale=0.9
            )
            set_tip(said, say_with_words(attribution.said))
            top.append(said)
        on = tr("Comment on the words of {who}", who=name)
        top.append(self._edit_link("❞", self._comment_attribution, attribution.id, on))
        edit = tr("Edit attribution of {who}", who=name)
        top.append(self._edit_link("✎", self._edit_attribution, attribution.id, edit))
        top.append(
            self._edit_link("×", self._remove_attribution, attribution.id, tr("Remove attribution of {who}", who=name))
        )
        self._entry(
            "◆", "", lines, top, [self._jump(source, attribution.anchor_id, preserved, quoted=bool(attribution.quote))]
        )

    def _jump(
        self, source: Source | None, anchor_id: int | None, preserved: set[int], *, quoted: bool = False
    ) -> QWidget:
        """A link to the exact words, or what stands in their way."""
        if source is None:
            return label(tr("no source"), self._inner, role="faint", scale=0.9)
        anchor = self.session.store.find(Anchor, anchor_id)
        if anchor is None and quoted and source.text:
            words, role = tr("quote not found"), "bad"
        elif anchor is not None and place(anchor, source.text).state in ("lost", "ambiguous"):
            words, role = tr("quote lost"), "bad"
        else:
            words, role = (tr("❏ archived"), "") if source.id in preserved else (tr("link only"), "bad")
        made = button(words, self._inner, role="link")
        made.setProperty("source", str(source.id))
        made.setProperty("anchor", str(anchor_id or 0))
        made.setAccessibleName(tr("Open the words in {title}", title=source.title))
        set_tip(made, source.title)
        if role:
            made.setStyleSheet(f"color: {self.colours.bad}")
        made.clicked.connect(self._go_source)
        return made

    def _evidence(self, facts: Facts) -> None:
        self._section(tr("Evidence"), tr("+ Link"), self._new_evidence)
        store = self.session.store
        preserved = {capture.source_id: capture for capture in store.all(Capture)}
        found = store.all(Evidence, claim_id=facts.id)
        for item in found:
            source = store.get(Source, item.source_id)
            glyph, role = _STANCES[item.stance]
            capture = preserved.get(source.id)
            notes = [source.kind, source.published.edtf]
            notes.append(f"sha256 {capture.sha256[:4]}…{capture.sha256[-2:]}" if capture else "")
            lines: list[QWidget] = [
                label(item.shows or source.title, self._inner, wrap=True),
                label(" · ".join(filter(None, notes)), self._inner, role="soft", scale=0.9, wrap=True),
            ]
            grade = label(f"{source.reliability}{item.credibility or ''}", self._inner, role="soft", scale=0.9)
            top: list[QWidget] = [grade] if grade.text() else []
            top.append(self._edit_link("❞", self._comment_evidence, item.id, tr("Comment on this evidence")))
            top.append(self._edit_link("✎", self._edit_evidence, item.id, tr("Edit evidence")))
            top.append(self._edit_link("×", self._remove_evidence, item.id, tr("Remove evidence")))
            self._entry(glyph, role, lines, top, [self._jump(source, item.anchor_id, set(preserved))])
            self._place_form(f"evidence {item.id}")
        if not found:
            self._body.addWidget(label(tr("Nothing supports or refutes it yet."), self._inner, role="soft"))
        self._place_form("evidence")

    def _related(self, facts: Facts) -> None:
        self._section(tr("Related claims"), tr("+ Relate"), self._new_relation)
        store = self.session.store
        pairs = [(r, r.kind, r.other_id) for r in store.all(Relation, claim_id=facts.id)]
        pairs += [(r, RELATIONS[r.kind], r.claim_id) for r in store.all(Relation, other_id=facts.id)]
        for relation, words, other_id in pairs:
            other = self.session.desk.facts[other_id].claim
            text = label(f"{tr(words)} {other.statement}", self._inner, wrap=True)
            open_other = self._edit_link(other.label, self._go_claim, other_id, tr("Open {claim}", claim=other.label))
            remove = self._edit_link("×", self._remove_relation, relation.id, tr("Remove relation"))
            self._entry("⇄", "soft", [text], [open_other, remove])
        self._place_form("relation")

    def _replies(self, facts: Facts) -> None:
        self._section(tr("Right of reply"), tr("+ Request"), self._new_reply)
        store, today = self.session.store, self.session.desk.today
        for reply in store.all(Reply, claim_id=facts.id):
            actor = store.find(Actor, reply.actor_id)
            name = actor.name if actor else reply.described
            text = name + (f" · {tr('asked')} {say(reply.asked)}" if reply.asked.edtf else "")
            text += f" · {tr('due')} {say(reply.deadline)}" if reply.deadline.edtf else ""
            lines: list[QWidget] = [label(text, self._inner, wrap=True)]
            late = reply.overdue(today)
            outcome = tr("no answer, overdue") if late else tr(reply.outcome)
            lines.append(label(outcome, self._inner, role="warn" if late else "soft", scale=0.9))
            if reply.answer:
                lines.append(label(f"“{reply.answer}”", self._inner, wrap=True))
            edit = self._edit_link("✎", self._edit_reply, reply.id, tr("Edit reply request"))
            remove = self._edit_link("×", self._remove_reply, reply.id, tr("Remove reply request"))
            self._entry("✆", "soft", lines, [edit, remove])
            self._place_form(f"reply {reply.id}")
        self._place_form("reply")

    def _review(self, facts: Facts) -> None:
        claim = facts.claim
        self._section(tr("Review"), "", None)
        self._body.addWidget(label(f"{STATES[claim.review]} {tr(claim.review)}", self._inner))
        moves: list[QWidget | None] = []
        for move in moves_from(claim.review):
            made = button(tr(move.name), self._inner)
            made.setProperty("target", move.target)
            made.clicked.connect(self._move)
            moves.append(made)
        self._body.addLayout(row(*moves, None, spacing=4))

    def _notes(self, claim: Claim) -> None:
        self._section(tr("Internal note"), "", None)
        self._note = Lines(claim.note, self._inner, least=1, flat=not claim.note)
        self._note.setPlaceholderText(tr("For the newsroom only; in no dossier but the internal one."))
        self._note.setAccessibleName(tr("Internal note"))
        self._note.committed.connect(self._save_note)
        self._restore(self._note, claim)
        self._body.addWidget(self._note)

    def _history(self, claim: Claim) -> None:
        entries = list(dict.fromkeys(step for step, _ in history.of_claim(self.session.store.db, claim.id)))
        self._section(tr("History"), tr("All {n}", n=len(entries)), self._all_history)
        for step in reversed(entries[-_HISTORY_SHOWN:]):
            reason = f" “{step.reason}”" if step.reason else ""
            text = f"{step.at[:16].replace('T', ' ')} · {step.name}{reason} · {step.author}"
            self._body.addWidget(label(text, self._inner, role="soft", scale=0.9, wrap=True))

    # Forms in place

    def _place_form(self, section: str) -> None:
        form = self.forms.get((self._claim_id or 0, section))
        if form is not None:
            self._body.addWidget(form)
            form.show()

    def _open(self, section: str, form: Form, save: Callable[[dict[str, Any]], None]) -> None:
        key = (self._claim_id or 0, section)
        if key in self.forms:
            form.deleteLater()
        else:
            form.setProperty("section", section)
            form.setProperty("claim", str(self._claim_id))
            form.saved.connect(save)
            form.closed.connect(self._form_closed)
            self.forms[key] = form
            self.refresh()
        self.forms[key].start()

    def _form_closed(self) -> None:
        form = self.sender()
        for key, kept in list(self.forms.items()):
            if kept is form:
                del self.forms[key]
                self.left.emit()

    def _close(self, section: str, kept: object) -> None:
        """Close a section's form once its command went through; otherwise it stays with its text."""
        form = self.forms.get((self._claim_id or 0, section))
        if kept is not None and form is not None:
            form.close_form()
            self.refresh()

    def _section_of_sender(self) -> str:
        form = self.sender()
        return str(form.property("section")) if form is not None else ""

    def _record_of_sender(self) -> int:
        return int(self.sender().property("record"))

    def _new_attribution(self) -> None:
        attribution = Attribution(claim_id=self._claim_id or 0)
        form = claim_forms.attribution_form(self.session, self, attribution, tr("Who said it"))
        self._open("attribution", form, self._save_new_attribution)

    def _save_new_attribution(self, values: dict[str, Any]) -> None:
        made = Attribution(claim_id=self._claim_id or 0)
        self._close(
            "attribution",
            self.session.run(lambda: claim_forms.save_attribution(self.session, made, values, new=True)),
        )

    def _edit_attribution(self) -> None:
        self._open_attribution(self.session.store.get(Attribution, self._record_of_sender()))

    def _edit_said(self) -> None:
        """The attribution whose date was not read, else the first one."""
        found = self.session.store.all(Attribution, claim_id=self._claim_id or 0)
        unread = [a for a in found if a.said.words and not a.said.edtf] + [a for a in found if not a.said.dated]
        if found:
            self._open_attribution((unread or found)[0])

    def _open_attribution(self, attribution: Attribution) -> None:
        form = claim_forms.attribution_form(self.session, self, attribution, tr("Edit attribution"))
        self._open(f"attribution {attribution.id}", form, self._save_attribution)

    def _save_attribution(self, values: dict[str, Any]) -> None:
        section = self._section_of_sender()
        kept = self.session.store.get(Attribution, int(section.split()[1]))
        saved = self.session.run(lambda: claim_forms.save_attribution(self.session, kept, values, new=False))
        self._close(section, saved)

    def _new_evidence(self) -> None:
        self._open("evidence", claim_forms.evidence_form(self.session, self, None, None), self._save_new_evidence)

    def _save_new_evidence(self, values: dict[str, Any]) -> None:
        claim_id = self._claim_id or 0
        self._close(
            "evidence", self.session.run(lambda: claim_forms.save_evidence(self.session, claim_id, None, values))
        )

    def _comment_attribution(self) -> None:
        self._comments.turn_to(self.session.store.get(Attribution, self._record_of_sender()))

    def _comment_evidence(self) -> None:
        self._comments.turn_to(self.session.store.get(Evidence, self._record_of_sender()))

    def _edit_evidence(self) -> None:
        evidence = self.session.store.get(Evidence, self._record_of_sender())
        form = claim_forms.evidence_form(self.session, self, evidence, evidence.source_id)
        self._open(f"evidence {evidence.id}", form, self._save_evidence)

    def _save_evidence(self, values: dict[str, Any]) -> None:
        section = self._section_of_sender()
        kept = self.session.store.get(Evidence, int(section.split()[1]))
        saved = self.session.run(lambda: claim_forms.save_evidence(self.session, kept.claim_id, kept, values))
        self._close(section, saved)

    def _new_relation(self) -> None:
        form = claim_forms.relation_form(self.session, self, self._claim_id or 0)
        self._open("relation", form, self._save_relation)

    def _save_relation(self, values: dict[str, Any]) -> None:
        claim_id = self._claim_id or 0
        self._close("relation", self.session.run(lambda: claim_forms.save_relation(self.session, claim_id, values)))

    def _remove_relation(self) -> None:
        relation_id = self._record_of_sender()
        self.session.run(lambda: claims.unrelate(self.session.store, relation_id))

    def _remove_attribution(self) -> None:
        record_id = self._record_of_sender()
        self.session.run(lambda: claims.remove_attribution(self.session.store, record_id))

    def _remove_evidence(self) -> None:
        record_id = self._record_of_sender()
        self.session.run(lambda: claims.remove_evidence(self.session.store, record_id))

    def _remove_reply(self) -> None:
        record_id = self._record_of_sender()
        self.session.run(lambda: claims.remove_reply(self.session.store, record_id))

    def _new_reply(self) -> None:
        self._open("reply", claim_forms.reply_form(self.session, self, None), self._save_new_reply)

    def _save_new_reply(self, values: dict[str, Any]) -> None:
        claim_id = self._claim_id or 0
        self._close("reply", self.session.run(lambda: claim_forms.save_reply(self.session, claim_id, None, values)))

    def _edit_reply(self) -> None:
        self._open_reply(self.session.store.get(Reply, self._record_of_sender()))

    def _edit_waiting(self) -> None:
        waiting = [r for r in self.session.store.all(Reply, claim_id=self._claim_id or 0) if r.outcome == "waiting"]
        if waiting:
            self._open_reply(waiting[0])

    def _open_reply(self, reply: Reply) -> None:
        form = claim_forms.reply_form(self.session, self, reply)
        self._open(f"reply {reply.id}", form, self._save_reply)

    def _save_reply(self, values: dict[str, Any]) -> None:
        section = self._section_of_sender()
        kept = self.session.store.get(Reply, int(section.split()[1]))
        saved = self.session.run(lambda: claim_forms.save_reply(self.session, kept.claim_id, kept, values))
        self._close(section, saved)

    def _details(self) -> None:
        facts = self.session.selected
        if facts is not None:
            form = claim_forms.details_form(self.session, self, facts.claim)
            self._open("details", form, self._save_details)

    def _save_details(self, values: dict[str, Any]) -> None:
        facts = self.session.selected
        if facts is not None:
            saved = self.session.run(lambda: claim_forms.save_details(self.session, facts.claim, values))
            self._close("details", saved)

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

    # Edits in place

    def _save_statement(self, text: str) -> None:
        self._save_in_place(text, lambda claim: replace(claim, statement=text.strip()), "Edit statement")

    def _save_note(self, text: str) -> None:
        self._save_in_place(text, lambda claim: replace(claim, note=text), "Edit note")

    def _save_in_place(self, text: str, change: Callable[[Claim], Claim], what: str) -> None:
        """Save an edit; when it is refused the text stays as typed, also when another claim is looked at meanwhile."""
        claim_id, store = self._claim_id, self.session.store
        if claim_id is None:
            return
        editor = self._statement if what == "Edit statement" else self._note
        key = (claim_id, what)
        self._unsaved.pop(key, None)
        if self.session.run(lambda: claims.edit_claim(store, change(store.get(Claim, claim_id)), what)) is None:
            self._unsaved[key] = text
        elif editor is not None:
            editor.keep(text)

    def _restore(self, editor: Lines, claim: Claim) -> None:
        typed = self._unsaved.get((claim.id, _field(editor)))
        if typed is not None:
            editor.restore(typed)

    def _verdict_chosen(self, action: QAction) -> None:
        self.choose_verdict(str(action.data()))

    def _move(self) -> None:
        self.make_move(str(self.sender().property("target")))

    def _show_changes(self) -> None:
        self.changes.emit(self._claim_id)

    def _sign_again(self) -> None:
        self._ask_reason("review", "signed off")

    def _ask_reason(self, what: str, value: str) -> None:
        claim_id = self.session.claim_id
        if claim_id is not None:
            self._keep_reason()
            typed = self._reasons.get(claim_id, ("", "", ""))[2]
            self._reasons[claim_id] = (what, value, typed)
            self._reason = None
            self.refresh()

    def _keep_reason(self) -> None:
        """A reason typed so far waits for its claim."""
        if self._reason is not None and self._claim_id in self._reasons:
            what, value, _ = self._reasons[self._claim_id]
            self._reasons[self._claim_id] = (what, value, self._reason.text())

    def _reason_line(self) -> None:
        """One line for the reason of a verdict or review move, right under the head."""
        facts = self.session.selected
        if facts is None:
            return
        what, value, typed = self._reasons[facts.id]
        asks, words = tr("Why?"), ""
        if what == "review":
            move: Move | None = next((m for m in moves_from(facts.claim.review) if m.target == value), None)
            asks = tr(move.asks) if move else tr("Why this verdict holds")
            words = tr(move.name) if move else tr("Sign off again")
        else:
            chosen = self.session.store.verdicts[value]
            words = f"{chosen.glyph} {tr(chosen.label)}"
        self._reason = QLineEdit(typed, self._inner)
        self._reason.setPlaceholderText(asks)
        self._reason.setAccessibleName(asks)
        self._reason.setObjectName("reason")
        self._reason.returnPressed.connect(self._judge)
        apply = button(words, self._inner, role="primary")
        apply.clicked.connect(self._judge)
        cancel = button(tr("Cancel"), self._inner, role="link")
        cancel.clicked.connect(self._no_reason)
        self._body.addLayout(row(self._reason, apply, cancel, spacing=4, stretch=0))
        self._reason.show()  # a layout shows what it takes in only with the next event, too late for the focus
        self._reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def _no_reason(self) -> None:
        self._reasons.pop(self._claim_id or 0, None)
        self.refresh()
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._claim_id in self._reasons:
            self._no_reason()
            return
        super().keyPressEvent(event)

    def _judge(self) -> None:
        self._keep_reason()
        facts, store = self.session.selected, self.session.store
        if facts is None or facts.id not in self._reasons:
            return
        asked = self._reasons.pop(facts.id)
        what, value, reason = asked
        command = claims.set_verdict if what == "verdict" else claims.set_review
        self._reason = None
        if self.session.run(lambda: command(store, facts.id, value, reason)) is None:
            self._reasons[facts.id] = asked
            self.refresh()
        else:
            self.refresh()
            self.left.emit()

    # Wishes

    def _go_source(self) -> None:
        sender = self.sender()
        self.open_source.emit(int(sender.property("source")), int(sender.property("anchor")) or None)

    def _go_claim(self) -> None:
        self.open_claim.emit(self._record_of_sender())

    def _all_history(self) -> None:
        self.open_history.emit(self._claim_id)


def _field(editor: Lines) -> str:
    """The step that saves an editor's text."""
    return "Edit statement" if editor.accessibleName() == tr("Statement") else "Edit note"


def _short_date(edtf: str) -> str:
    return edtf.replace("~", " approx.") if edtf.endswith("~") and "/" not in edtf else edtf
