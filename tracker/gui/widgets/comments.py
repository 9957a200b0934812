"""What colleagues say on a claim: threads, a line to answer in, and who is to work on it."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from tracker.commands import reviewing
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
        self._answering: dict[int, int] = {}
        self._claim_id = 0
        self.line: QLineEdit | None = None

    def show_in(self, layout: QVBoxLayout, claim_id: int) -> None:
        self._claim_id = claim_id
        threads = reviewing.threads(self._session.store, claim_id)
        for first, answers in threads:
            layout.addLayout(self._entry(first, first, 0))
            for answer in answers:
                layout.addLayout(self._entry(answer, first, 1))
        answered = self._answering.get(claim_id, 0)
        self.line = QLineEdit(self._typed.get((claim_id, answered), ""), self._holder)
        self.line.setAccessibleName(tr("Comment"))
        self.line.setPlaceholderText(
            tr("Answer this thread…") if answered else tr("Say something to colleagues; @name calls one")
        )
        self.line.textChanged.connect(self._keep)
        self.line.returnPressed.connect(self._send)
        layout.addWidget(self.line)

    def unsent(self) -> bool:
        return any(text.strip() for text in self._typed.values())

    def _entry(self, comment: Comment, first: Comment, depth: int) -> QVBoxLayout:
        box = QVBoxLayout()
        box.setContentsMargins(18 * depth, 0, 0, 2)
        box.setSpacing(0)
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

    def _keep(self, text: str) -> None:
        self._typed[self._claim_id, self._answering.get(self._claim_id, 0)] = text

    def _send(self) -> None:
        claim_id, answered = self._claim_id, self._answering.get(self._claim_id, 0)
        text, store = self._typed.pop((claim_id, answered), ""), self._session.store
        self._answering.pop(claim_id, None)
        if not text.strip():
            return
        if self._session.run(lambda: reviewing.comment(store, claim_id, text, answers=answered or None)) is None:
            self._typed[claim_id, answered] = text
            if answered:
                self._answering[claim_id] = answered

    def _answer(self) -> None:
        """What was typed already is the answer."""
        before = self._answering.get(self._claim_id, 0)
        self._answering[self._claim_id] = int(self.sender_comment())
        if typed := self._typed.pop((self._claim_id, before), ""):
            self._keep(typed)
        if self.line is not None:
            self.line.setPlaceholderText(tr("Answer this thread…"))
            self.line.setFocus()

    def _turn(self) -> None:
        comment_id, store = self.sender_comment(), self._session.store
        again = bool(store.get(Comment, comment_id).resolved_by)
        self._session.run(lambda: reviewing.resolve(store, comment_id, again=again))

    def sender_comment(self) -> int:
        return int(self.sender().property("comment"))
