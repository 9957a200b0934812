"""The area that holds the sections of the inspector, one below the other."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from tracker.commands.whole_claim import WholeClaim
from tracker.gui.inspector.attributions import Attributions
from tracker.gui.inspector.comments import Comments
from tracker.gui.inspector.evidence import EvidenceSection
from tracker.gui.inspector.head import Head
from tracker.gui.inspector.history import History
from tracker.gui.inspector.in_place import Note, Statement
from tracker.gui.inspector.origins import Origins
from tracker.gui.inspector.reason import ReasonLine
from tracker.gui.inspector.relations import Relations
from tracker.gui.inspector.replies import Replies
from tracker.gui.inspector.review import Review
from tracker.gui.inspector.section import Context, Section
from tracker.gui.inspector.summary import Summary
from tracker.gui.widgets.plain import clear, column, label


class Paper(QWidget):
    """Shows a claim, or something else instead of it. `sections` are in display order."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("paper")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.head = Head(context, self)
        self.reason = ReasonLine(context, self)
        self.statement = Statement(context, self)
        self.summary = Summary(context, self)
        self.attributions = Attributions(context, self)
        self.evidence = EvidenceSection(context, self)
        self.relations = Relations(context, self)
        self.replies = Replies(context, self)
        self.review = Review(context, self)
        self.comments = Comments(context, self)
        self.note = Note(context, self)
        self.history = History(context, self)
        self.sections: tuple[Section, ...] = (
            self.head, self.reason, self.statement, self.summary, self.attributions, self.evidence,
            Origins(context, self), self.relations, self.replies, self.review, self.comments, self.note, self.history,
        )  # fmt: skip
        body = column(self, margins=(18, 14, 16, 16), spacing=5)
        self._front = QVBoxLayout()
        body.addLayout(self._front)
        for section in self.sections:
            body.addWidget(section)
        body.addStretch(1)

    def minimumSizeHint(self) -> QSize:
        """As tall as its contents must be at its width; by itself a wrapped label would ask for the height of a narrow
        column.
        """
        layout, least = self.layout(), super().minimumSizeHint()
        if layout is None or not layout.hasHeightForWidth():
            return least
        return QSize(least.width(), layout.minimumHeightForWidth(max(self.width(), least.width())))

    def show_claim(self, whole: WholeClaim) -> None:
        for section in self.sections:
            section.show_claim(whole)
        self.show()
        self.reason.take_focus()

    def show_instead(self, widget: QWidget) -> None:
        """Show a form in place of the claim."""
        self._front.addWidget(widget)
        widget.show()
        self.show()

    def say(self, text: str) -> None:
        """Show a message in place of the claim."""
        self._front.addSpacing(40)
        self._front.addWidget(label(text, self, role="soft", wrap=True))
        self.show()

    def empty(self) -> None:
        """Remove all sections; open forms are detached before. Hidden while it is filled, so that Qt computes the layout once."""
        self.hide()
        clear(self._front)
        for section in self.sections:
            section.empty()
