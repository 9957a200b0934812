"""Assignment and comment threads of a claim, with a line to answer in; they appear in no dossier."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from tracker.commands import reviewing
from tracker.commands.whole_claim import WholeClaim
from tracker.domain.attribution import Attribution
from tracker.domain.dates.saying import say
from tracker.domain.evidence import Evidence
from tracker.domain.newsroom import Comment
from tracker.gui.inspector.section import Context, Section
from tracker.gui.widgets.plain import label, row
from tracker.i18n import tr


class Comments(Section):
    """Emits `assign`. Unsent text stays in the line."""

    assign = Signal()

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(context, parent)
        self._typed: dict[tuple[int, int], str] = {}  # by claim and what it is about, 0 for the claim itself
        self._about: dict[int, Comment | Attribution | Evidence] = {}  # by claim
        self._line: QLineEdit | None = None

    def fill(self, whole: WholeClaim) -> None:
        self.head(tr("Comments"), tr("Assign…"), self.assign)
        given = whole.assignment
        if given is not None:
            due = tr(", due {date}", date=say(given.due)) if given.due.edtf else ""
            self.say(tr("Assigned to {who}", who=given.who) + due)
        for first, answers in sorted(whole.threads, key=lambda thread: bool(thread[0].resolved_by)):
            self.body.addLayout(self._comment(whole, first, first, 0))
            for answer in answers:
                self.body.addLayout(self._comment(whole, answer, first, 1))
        self._line = QLineEdit(self._typed.get(self._place(), ""), self)
        self._line.setAccessibleName(tr("Comment"))
        self._line.setPlaceholderText(self._asks())
        self._line.textChanged.connect(self._keep)
        self._line.returnPressed.connect(self._send)
        self.body.addWidget(self._line)

    def empty(self) -> None:
        super().empty()
        self._line = None

    def turn_to(self, about: Comment | Attribution | Evidence) -> None:
        """Make the typed line answer a thread, or comment on an attribution or a piece of evidence."""
        typed = self._typed.pop(self._place(), "")
        self._about[self.claim_id] = about
        if typed:
            self._keep(typed)
        if self._line is not None:
            self._line.setText(self._typed.get(self._place(), ""))
            self._line.setPlaceholderText(self._asks())
            self._line.setFocus()

    def unsaved(self) -> bool:
        return any(text.strip() for text in self._typed.values())

    def _place(self) -> tuple[int, int]:
        about = self._about.get(self.claim_id)
        return self.claim_id, about.id if about is not None else 0

    def _asks(self) -> str:
        match self._about.get(self.claim_id):
            case Comment():
                return tr("Reply…")
            case Attribution() as attribution:
                return tr("On the quote {words}…", words=_short(attribution.quote))
            case Evidence() as evidence:
                return tr("On the evidence {words}…", words=_short(evidence.shows))
        return tr("Write a comment; @name mentions a colleague")

    def _comment(self, whole: WholeClaim, comment: Comment, first: Comment, depth: int) -> QVBoxLayout:
        box = QVBoxLayout()
        box.setContentsMargins(18 * depth, 0, 0, 2)
        box.setSpacing(0)
        if about := _subject(whole, comment):
            box.addWidget(label(about, self, role="faint", scale=0.9, wrap=True))
        box.addWidget(label(comment.text, self, role="soft" if first.resolved_by else "", wrap=True))
        done = tr(" · resolved by {name}", name=first.resolved_by) if first.resolved_by and depth == 0 else ""
        note = f"{comment.author} · {comment.at[:16].replace('T', ' ')}{done}"
        line = row(label(note, self, role="faint", scale=0.9), None)
        if depth == 0 and not self.session.store.read_only:
            if first.resolved_by:
                line.addWidget(self.link(tr("Reopen"), first, self._turn))
            else:
                line.addWidget(self.link(tr("Reply"), first, self.turn_to))
                line.addWidget(self.link(tr("Resolve"), first, self._turn))
        box.addLayout(line)
        return box

    def _keep(self, text: str) -> None:
        self._typed[self._place()] = text

    def _send(self) -> None:
        claim_id, place, store = self.claim_id, self._place(), self.session.store
        text, about = self._typed.pop(place, ""), self._about.pop(claim_id, None)
        if not text.strip():  # Enter on the empty line makes it a comment on the claim again
            if self._line is not None:
                self._line.setPlaceholderText(self._asks())
            return
        answers = about.id if isinstance(about, Comment) else None
        on = None if isinstance(about, Comment) else about
        if self.session.run(lambda: reviewing.comment(store, claim_id, text, answers=answers, on=on)) is None:
            self._typed[place] = text
            if about is not None:
                self._about[claim_id] = about

    def _turn(self, first: Comment) -> None:
        """Close a thread, or open it again."""
        again = bool(first.resolved_by)
        self.session.run(lambda: reviewing.resolve(self.session.store, first.id, again=again))


def _subject(whole: WholeClaim, comment: Comment) -> str:
    """Which quote or piece of evidence a thread is about; "" for the claim itself."""
    if comment.parent_id is not None or comment.on_kind == "claim":
        return ""
    if comment.on_kind == "attribution":
        quotes = [_short(attribution.quote) for attribution in whole.attributions if attribution.id == comment.on_id]
        return tr("on the quote {words}", words=quotes[0]) if quotes else tr("on a quote that was removed")
    shown = [_short(item.shows) for item in whole.evidence if item.id == comment.on_id]
    return tr("on the evidence {words}", words=shown[0]) if shown else tr("on evidence that was removed")


def _short(words: str) -> str:
    words = " ".join(words.split())
    return f"“{words[:60]}…”" if len(words) > 60 else f"“{words}”" if words else ""
