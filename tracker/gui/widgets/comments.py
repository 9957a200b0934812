"""What colleagues say on a claim: threads, a line to answer in, and who is to work on it."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from tracker.commands import reviewing
from tracker.domain.attribution import Attribution
from tracker.domain.evidence import Evidence
from tracker.domain.newsroom import Comment
from tracker.gui.session import Session
from tracker.gui.widgets.plain import button, label, row
from tracker.i18n import tr


class Comments(QObject):
    """Fills a layout with the threads of a claim. What is typed and not sent stays until it is."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._holder = session, parent
        self._typed: dict[tuple[int, int], str] = {}
        self._meant: dict[int, Comment | Attribution | Evidence] = {}
        self._claim_id = 0
        self.line: QLineEdit | None = None

    def show_in(self, layout: QVBoxLayout, claim_id: int) -> None:
        self._claim_id = claim_id
        threads = sorted(reviewing.threads(self._session.store, claim_id), key=lambda told: bool(told[0].resolved_by))
        for first, answers in threads:
            layout.addLayout(self._entry(first, first, 0))
            for answer in answers:
                layout.addLayout(self._entry(answer, first, 1))
        self.line = QLineEdit(self._typed.get(self._place(), ""), self._holder)
        self.line.setAccessibleName(tr("Comment"))
        self.line.setPlaceholderText(self._asks())
        self.line.textChanged.connect(self._keep)
        self.line.returnPressed.connect(self._send)
        layout.addWidget(self.line)

    def turn_to(self, meant: Comment | Attribution | Evidence) -> None:
        """What is typed, before or after, answers a thread or is about a quote or a piece of evidence."""
        typed = self._typed.pop(self._place(), "")
        self._meant[self._claim_id] = meant
        if typed:
            self._keep(typed)
        if self.line is not None:
            self.line.setText(self._typed.get(self._place(), ""))
            self.line.setPlaceholderText(self._asks())
            self.line.setFocus()

    def _place(self) -> tuple[int, int]:
        meant = self._meant.get(self._claim_id)
        return self._claim_id, meant.id if meant is not None else 0

    def _asks(self) -> str:
        match self._meant.get(self._claim_id):
            case Comment():
                return tr("Answer this thread…")
            case Attribution() as attribution:
                return tr("On the quote {words}…", words=_short(attribution.quote))
            case Evidence() as evidence:
                return tr("On the evidence {words}…", words=_short(evidence.shows))
        return tr("Say something to colleagues; @name calls one")

    def unsent(self) -> bool:
        return any(text.strip() for text in self._typed.values())

    def _entry(self, comment: Comment, first: Comment, depth: int) -> QVBoxLayout:
        box = QVBoxLayout()
        box.setContentsMargins(18 * depth, 0, 0, 2)
        box.setSpacing(0)
        if about := self._about(comment):
            box.addWidget(label(about, self._holder, role="faint", scale=0.9, wrap=True))
        box.addWidget(label(comment.text, self._holder, role="soft" if first.resolved_by else "", wrap=True))
        done = tr(" · resolved by {name}", name=first.resolved_by) if first.resolved_by and depth == 0 else ""
        note = label(
            f"{comment.author} · {comment.at[:16].replace('T', ' ')}{done}", self._holder, role="faint", scale=0.9
        )
        line = row(note, None)
        if depth == 0 and not self._session.store.read_only:
            wishes = (
                [(tr("Open again"), self._turn)]
                if first.resolved_by
                else [(tr("Answer"), self._answer), (tr("Resolve"), self._turn)]
            )
            for words, wish in wishes:
                link = button(words, self._holder, role="link")
                link.setProperty("comment", comment.id)
                link.clicked.connect(wish)
                line.addWidget(link)
        box.addLayout(line)
        return box

    def _about(self, comment: Comment) -> str:
        """Which quote or piece of evidence a thread is about; "" for the claim itself."""
        if comment.parent_id is not None or comment.on_kind == "claim":
            return ""
        if comment.on_kind == "attribution":
            said = self._session.store.find(Attribution, comment.on_id)
            return tr("on the quote {words}", words=_short(said.quote)) if said else tr("on a quote that was removed")
        shown = self._session.store.find(Evidence, comment.on_id)
        return tr("on the evidence {words}", words=_short(shown.shows)) if shown else tr("on evidence that was removed")

    def _keep(self, text: str) -> None:
        self._typed[self._place()] = text

    def _send(self) -> None:
        claim_id, place, store = self._claim_id, self._place(), self._session.store
        text, meant = self._typed.pop(place, ""), self._meant.pop(claim_id, None)
        if not text.strip():  # Enter on the empty line takes back what it was about
            if self.line is not None:
                self.line.setPlaceholderText(self._asks())
            return
        answers = meant.id if isinstance(meant, Comment) else None
        on = None if isinstance(meant, Comment) else meant
        if self._session.run(lambda: reviewing.comment(store, claim_id, text, answers=answers, on=on)) is None:
            self._typed[place] = text
            if meant is not None:
                self._meant[claim_id] = meant

    def _answer(self) -> None:
        """What was typed already is the answer."""
        self.turn_to(self._session.store.get(Comment, self.sender_comment()))

    def _turn(self) -> None:
        comment_id, store = self.sender_comment(), self._session.store
        again = bool(store.get(Comment, comment_id).resolved_by)
        self._session.run(lambda: reviewing.resolve(store, comment_id, again=again))

    def sender_comment(self) -> int:
        return int(self.sender().property("comment"))


def _short(words: str) -> str:
    words = " ".join(words.split())
    return f"“{words[:60]}…”" if len(words) > 60 else f"“{words}”" if words else ""
