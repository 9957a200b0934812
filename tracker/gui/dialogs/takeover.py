"""Two copies of a case side by side, and the choice of a value where both changed the same field."""

from PySide6.QtWidgets import QButtonGroup, QDialog, QPlainTextEdit, QRadioButton, QWidget

from tracker.commands.takeover import Comparison, MergeConflict
from tracker.gui.widgets.plain import button, column, heading, label, row, scrolled, visible
from tracker.i18n import tr


class TakeOverDialog(QDialog):
    """`answers`, once accepted: "ours" or "theirs" for each conflict."""

    def __init__(self, found: Comparison, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Merge another copy"))
        self.resize(820, 560)
        layout = column(self, margins=(20, 16, 20, 16), spacing=8)
        words = tr("The copies share {n} steps. Since then {a} records changed in this copy and {b} in the other.",
                   n=found.common, a=len(found.ours), b=len(found.theirs))  # fmt: skip
        layout.addWidget(label(words, self, wrap=True))
        text = QPlainTextEdit(self)
        text.setReadOnly(True)
        lines = [f"{side}  {change.kind} {change.name} {change.what} {', '.join(change.fields)}".rstrip()
                 for side, changes in ((tr("other copy"), found.theirs), (tr("this copy"), found.ours)) for change in changes]  # fmt: skip
        text.setPlainText(visible("\n".join(lines)))
        layout.addWidget(text, 1)
        self._groups: list[tuple[MergeConflict, QButtonGroup]] = []
        if found.conflicts:
            layout.addWidget(heading(tr("Changed differently in both copies: which value applies?"), self))
            inner = QWidget(self)
            questions = column(inner, spacing=6)
            for conflict in found.conflicts:
                questions.addWidget(label(conflict.words(), inner, wrap=True))
                group = QButtonGroup(inner)
                ours, theirs = QRadioButton(tr("this copy"), inner), QRadioButton(tr("other copy"), inner)
                group.addButton(ours, 0)
                group.addButton(theirs, 1)
                questions.addLayout(row(ours, theirs, None))
                self._groups.append((conflict, group))
                group.idToggled.connect(self._chosen)
            questions.addStretch(1)
            layout.addWidget(scrolled(inner, self), 1)
        layout.addWidget(label(tr("Values that are not used remain in the history."), self, role="soft"))
        cancel = button(tr("Cancel"), self)
        self.take = button(tr("Merge"), self, role="primary")
        cancel.clicked.connect(self.reject)
        self.take.clicked.connect(self.accept)
        layout.addLayout(row(None, cancel, self.take))
        self._chosen()

    def answers(self) -> dict[tuple[str, int, str], str]:
        return {
            (conflict.kind, conflict.record_id, conflict.field): "theirs" if group.checkedId() == 1 else "ours"
            for conflict, group in self._groups
        }

    def _chosen(self) -> None:
        self.take.setEnabled(all(group.checkedId() >= 0 for _, group in self._groups))
