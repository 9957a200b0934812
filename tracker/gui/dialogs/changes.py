"""Fields of a claim changed since sign-off: the signed and the current value side by side."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QWidget

from tracker.commands.telling import FieldChange
from tracker.gui.widgets.plain import button, column, heading, label, row, rule, scrolled
from tracker.i18n import tr


class ChangesDialog(QDialog):
    """Accepted when the person signs the current claim off again."""

    def __init__(self, head: str, changes: Sequence[FieldChange], *, may_sign: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Changed since sign-off"))
        self.resize(820, 480)
        layout = column(self, margins=(20, 16, 20, 16), spacing=10)
        layout.addWidget(label(head, self, role="soft", wrap=True))
        inner = QWidget(self)
        inner.setObjectName("page")
        grid = QGridLayout(inner)
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        for at, words in enumerate((tr("When signed off"), tr("Now")), 1):
            grid.addWidget(heading(words, inner), 0, at)
        for line, change in enumerate(changes):
            at = 2 * line + 1
            grid.addWidget(rule(inner), at, 0, 1, 3)
            grid.addWidget(label(tr(change.what), inner, role="soft"), at + 1, 0, Qt.AlignmentFlag.AlignTop)
            for side, words in ((1, change.before), (2, change.now)):
                explanation = label(
                    words or "—", inner, wrap=True, role="" if words else "faint", bold=side == 2 and bool(words)
                )
                grid.addWidget(explanation, at + 1, side, Qt.AlignmentFlag.AlignTop)
        if not changes:
            grid.addWidget(
                label(tr("A source or a name that the claim uses has changed."), inner, role="soft"), 1, 1, 1, 2
            )
        grid.setRowStretch(2 * len(changes) + 2, 1)
        layout.addWidget(scrolled(inner, self), 1)
        close, again = button(tr("Close"), self), button(tr("Sign off again"), self, role="primary")
        again.setEnabled(may_sign)
        close.clicked.connect(self.reject)
        again.clicked.connect(self.accept)
        layout.addLayout(row(None, close, again))
